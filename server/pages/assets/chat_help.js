// Whom someone in danger can reach, one tap away: below the box, and where nothing was found.

import { element, link } from "./dom.js";
import { resourceList } from "./safety_card.js";

// Where the service does not tell: what its directory has for any place.
const ANYWHERE = {
  resources: [{ name: "Befrienders Worldwide", url: "https://www.befrienders.org" }, { name: "" }],
};

export class HelpLines {
  #service;
  #region;
  #asked = {}; // { service, region, lines }

  /** `service()` and `region()` give those of the moment. */
  constructor({ service, region }) {
    this.#service = service;
    this.#region = region;
  }

  /** Resolves to the lines. Asked once for a service and a region; a failure is not kept. */
  load() {
    const [service, region] = [this.#service(), this.#region()];
    if (this.#asked.service !== service || this.#asked.region !== region) {
      const asked = { service, region };
      asked.lines = service
        .get(`/v1/help-lines${region ? `?region=${region}` : ""}`)
        .catch(() => {
          if (this.#asked === asked) this.#asked = {};
          return ANYWHERE;
        });
      this.#asked = asked;
    }
    return this.#asked.lines;
  }

  /** A line that unfolds to them. */
  fold(wording, attributes = {}) {
    const summary = element("summary", {}, wording.say("help"));
    const node = element("details", { class: "help", ...attributes }, summary);
    node.addEventListener("toggle", async () => {
      if (!node.open) return;
      const lines = await this.load();
      node.replaceChildren(summary, ...shown(lines, wording));
    });
    return node;
  }
}

/** What `resourceList` and `safetyCard` say around numbers. */
export function callWords(wording) {
  return {
    call: (number) => wording.say("call", { number }),
    text: (number) => wording.say("text", { number }),
    website: wording.say("website"),
    emergency: wording.say("emergency"),
  };
}

function shown({ region, resources, elsewhere }, wording) {
  const fine = (...text) => element("p", { class: "fine" }, ...text);
  const where = region && new Intl.DisplayNames(wording.language, { type: "region" }).of(region);
  const other = elsewhere?.url && link(elsewhere.url, {}, elsewhere.name);
  return [
    element("p", {}, wording.say("helpWho")),
    resourceList(resources, callWords(wording)),
    where ? fine(wording.say("helpWhere", { where })) : fine(wording.say("helpAnywhere")),
    ...(other ? [fine(wording.parts("helpElsewhere", { other }))] : []),
  ];
}
