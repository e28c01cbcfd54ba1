"use strict";

/* Ordering by dragging. Without this file the arrows do the same, one place at a time. */

(() => {
  const form = document.getElementById("order");
  if (!form) return;
  let dragged = null;

  function place(over, event) {
    const box = over.getBoundingClientRect();
    const after = event.clientY > box.top + box.height / 2;
    over.parentElement.insertBefore(dragged, after ? over.nextSibling : over);
  }

  for (const list of document.querySelectorAll("[data-order]")) {
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest(".piece");
      dragged?.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest(".piece");
      if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
      event.preventDefault();
      if (over !== dragged) place(over, event);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("dragend", () => {
      dragged?.classList.remove("dragged");
      dragged = null;
      send();
    });
  }

  const shown = () => [...document.querySelectorAll("[data-order] .piece")].map((piece) => piece.dataset.item);
  const before = shown().join();

  function send() {
    const now = shown();
    if (now.join() === before) return;
    for (const item of now) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "item";
      field.value = item;
      form.append(field);
    }
    form.submit();
  }
})();
