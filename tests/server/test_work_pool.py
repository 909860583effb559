import asyncio
from threading import Event

import pytest

from server.problems import Problem
from server.work_pool import WorkPool


def test_work_beyond_the_line_is_refused_and_the_line_empties() -> None:
    async def scenario() -> list[object]:
        pool = WorkPool(max_concurrent=1, max_waiting=1)
        release = Event()
        first = asyncio.create_task(pool.run(lambda: release.wait(10)))
        second = asyncio.create_task(pool.run(lambda: "second"))
        await asyncio.sleep(0.05)
        with pytest.raises(Problem) as refused:
            await pool.run(lambda: "third")
        release.set()
        results: list[object] = [await first, await second, await pool.run(lambda: "fourth")]
        pool.close()
        return [refused.value.status_code, *results]

    assert asyncio.run(scenario()) == [503, True, "second", "fourth"]


def test_a_caller_who_leaves_keeps_the_place_until_the_thread_is_free() -> None:
    async def scenario() -> None:
        pool = WorkPool(max_concurrent=1, max_waiting=0)
        release = Event()
        task = asyncio.create_task(pool.run(lambda: release.wait(10)))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(Problem):
            await pool.run(lambda: None)
        release.set()
        while pool._admitted:
            await asyncio.sleep(0.01)
        assert await pool.run(lambda: "next") == "next"
        pool.close()

    asyncio.run(scenario())


def test_an_error_reaches_the_caller() -> None:
    async def scenario() -> None:
        pool = WorkPool(max_concurrent=1, max_waiting=0)
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 / 0)
        pool.close()

    asyncio.run(scenario())
