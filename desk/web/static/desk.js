"use strict";

/* The keys of the desk. Every key presses something that is on the page: without this file all works by hand.
 * Single keys do nothing while somebody types, with a modifier, or where they are switched off. */

(() => {
  const all = () => [...document.querySelectorAll(".cand")];
  const alone = () => document.querySelector("main .standing:only-of-type");
  const said = () => document.getElementById("said");
  const decided = []; // ids of standings, the last one last
  let byKey = false;

  function now() {
    return document.querySelector(".cand.now");
  }

  function go(to) {
    if (!to) return;
    now()?.classList.remove("now");
    to.classList.add("now");
    to.querySelector("a.open")?.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
    sessionStorage.setItem(location.pathname, to.id);
  }

  function step(by) {
    const list = all();
    const at = list.indexOf(now());
    go(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  function press(selector) {
    const within = now() ?? document.querySelector("main");
    const found = within?.querySelector(selector);
    found?.click();
    return Boolean(found);
  }

  function marked() {
    return document.querySelector('input[form="bulk"]:checked') !== null;
  }

  function decide(key) {
    const bulk = document.querySelector(`#bulk .${{ a: "accept", x: "reject", l: "later" }[key]}`);
    if (marked() && bulk) bulk.click();
    else if (!press(`.standing [data-key="${key}"]`)) return;
    if (key === "x" && !marked()) (now() ?? document).querySelector(".reject[open] .reasons button")?.focus();
    else byKey = true;
  }

  function undo() {
    const last = document.querySelector(`#${decided.at(-1)} .undo`);
    byKey = true;
    if (!press(".standing .undo")) last?.click();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => press("a.open"),
    v: () => press("a.original"),
    a: () => decide("a"),
    x: () => decide("x"),
    l: () => decide("l"),
    m: () => press('[data-key="m"]'),
    u: undo,
    e: () => press('[data-key="e"]'),
    "/": () => (document.getElementById("q") ? document.getElementById("q").focus() : location.assign("/search")),
    "?": () => location.assign("/help"),
  };

  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".reject[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys !== "on") return;
    const reason = open?.querySelector(`.reasons [data-key="${CSS.escape(event.key)}"]`);
    if (!reason && !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    if (reason) {
      byKey = true;
      reason.click();
    } else keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".reject[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  /* After a decision the buttons that had the focus are gone: on to the next row, or to the undo button. */
  document.addEventListener("htmx:afterRequest", (event) => {
    const sent = event.detail.requestConfig.formData.getAll("candidate");
    const standings = sent.map((one) => document.getElementById(`s${one.split(":")[0]}`)).filter(Boolean);
    const done = standings.filter((one) => one.classList.contains("done"));
    decided.push(...done.map((one) => one.id));
    const row = standings[0]?.closest(".cand");
    if (byKey && row) {
      const list = all();
      const open = list.slice(list.indexOf(row)).find((other) => !other.querySelector(".done"));
      const lost = standings.some((one) => one.querySelector(".problem"));
      go(done.length && !lost ? (open ?? row) : row);
    } else standings[0]?.querySelector("button")?.focus({ preventScroll: true });
    byKey = false;
  });

  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, () => {
      said().textContent = said().dataset.failed;
    });
  }

  const known = sessionStorage.getItem(location.pathname);
  if (known) document.getElementById(known)?.classList.add("now");
})();
