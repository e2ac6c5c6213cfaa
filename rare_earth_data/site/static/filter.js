// Filter the cards of a page by the fields of its form; what is chosen stands in the address.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const fields = [...form.querySelectorAll("[data-field]")];
  const cards = [...document.querySelectorAll(form.dataset.cards)];
  const output = form.querySelector("output");
  const texts = new Map(cards.map(card => [card, card.textContent.toLowerCase()]));

  const fits = (card, field, value) => field === "q"
    ? texts.get(card).includes(value.toLowerCase())
    : (card.dataset[field] ?? "").split(" ").includes(value);

  function apply() {
    const wanted = fields.map(each => [each.dataset.field, each.value.trim()]).filter(([, value]) => value);
    const kept = cards.filter(card => wanted.every(([field, value]) => fits(card, field, value)));
    const keep = new Set(kept);
    for (const card of cards) card.hidden = !keep.has(card);
    output.textContent = `${kept.length} / ${cards.length}`;
    document.dispatchEvent(new CustomEvent("red-filter", {detail: new Set(kept.map(card => card.id))}));
  }

  function restore() {
    const state = red.read();
    for (const each of fields) each.value = state.get(each.dataset.field) ?? "";
    apply();
  }

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", () => {
    red.remember({at: "", ...Object.fromEntries(fields.map(each => [each.dataset.field, each.value]))});
    apply();
  });
  window.addEventListener("hashchange", restore);
  restore();
});
