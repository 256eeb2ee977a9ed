"use strict";
(() => {
  const all = (query) => Array.from(document.querySelectorAll(query));
  const form = document.getElementById("controls");
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    const shown = document.getElementById("shown");
    form.addEventListener("change", () => {
      const wanted = form.elements.show.value;
      let count = 0;
      for (const item of all(".card, .one, .matrix tbody tr")) {
        item.hidden = wanted !== "" && item.dataset.status !== wanted;
        if (!item.hidden && !item.matches(".matrix tr, #also *")) count += 1;
      }
      for (const group of all("main > section.group")) {
        const facts = group.querySelectorAll(":scope .card, :scope .one");
        if (facts.length) group.hidden = Array.from(facts).every((fact) => fact.hidden);
      }
      const speaker = document.getElementById("speaker").value;
      for (const item of all("[data-speaker]")) {
        item.classList.toggle("highlight", speaker !== "" && item.dataset.speaker === speaker);
      }
      shown.textContent = count + " facts shown";
    });
  }
  // A link into a hidden fact must not lead nowhere.
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.closest("[hidden]") && form) {
      form.reset();
      form.dispatchEvent(new Event("change"));
    }
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(".card details:not([open]):not(.why), .one details:not([open]), .head:not([open])");
    for (const box of opened) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
  });
})();
