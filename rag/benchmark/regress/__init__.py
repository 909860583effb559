"""A small fixed set whose numbers are known: a change that lowers them shows within a minute.

slice/          a BEIR folder made from this project's own documentation and docstrings, with
                hand-written questions; frozen, so that editing the documentation changes no number
expected.json   what was measured when it was last recorded, and how far a measure may fall
"""
