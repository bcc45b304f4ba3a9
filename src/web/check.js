// Keys for the check screen. The form does everything without them.
"use strict";
(() => {
  const form = document.querySelector("form.case");
  if (!form) return;
  const fields = [...form.querySelectorAll("fieldset.decide")];
  const keysOn = document.getElementById("dung-phim");
  const progress = document.getElementById("tien-do");
  const KEPT = "hoso-phim-doi-chieu";
  const DECISIONS = { k: "khop", s: "sai", t: "thieu", 1: "khop", 2: "sai", 3: "thieu" };

  const remembered = (() => { try { return localStorage.getItem(KEPT); } catch { return null; } })();
  keysOn.checked = remembered !== "tat";
  document.getElementById("phim-tat").hidden = false;
  keysOn.addEventListener("change", () => {
    try { localStorage.setItem(KEPT, keysOn.checked ? "bat" : "tat"); } catch { /* not kept */ }
    show();
  });

  const decided = (field) => field.querySelector("input[type=radio]:checked");
  const typesText = (at) => at instanceof Element
    && at.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
  const current = () => fields.find((field) => field.contains(document.activeElement));

  function show() {
    document.body.classList.toggle("no-keys", !keysOn.checked);
    const done = fields.filter(decided).length;
    progress.hidden = false;
    progress.textContent = progress.dataset.told.replace("#", String(done));
  }

  function go(field) {
    if (!field) { form.querySelector("button[value=hoan-tat]").focus(); return; }
    (decided(field) || field.querySelector("input[type=radio]")).focus();
    field.scrollIntoView({ block: "nearest" });
  }

  function decide(field, value) {
    const radio = field.querySelector(`input[type=radio][value=${value}]`);
    radio.checked = true;
    show();
    if (value === "khop") go(fields[fields.indexOf(field) + 1]);
    else field.querySelector("select").focus();
  }

  // A whole section that matches: its fields without a decision show it, and give it back.
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches(".part-head input[type=checkbox]")) {
      for (const field of box.closest(".part").querySelectorAll("fieldset.decide")) {
        const radio = decided(field);
        const match = field.querySelector("input[value=khop]");
        if (box.checked && !radio) { match.checked = true; field.dataset.with = "phan"; }
        else if (!box.checked && field.dataset.with) { match.checked = false; delete field.dataset.with; }
      }
    } else if (box.matches("input[type=radio]")) {
      delete box.closest("fieldset").dataset.with;
    }
    show();
  });

  document.addEventListener("keydown", (event) => {
    // Telex and VNI compose with letters and digits: what is being composed decides nothing.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=hoan-tat]"));
      return;
    }
    if (!keysOn.checked || event.ctrlKey || event.metaKey) return;
    const field = current() || (document.activeElement === document.body
      ? fields.find((field) => !decided(field)) : null);
    if (event.altKey) {
      const digit = /^Digit([123])$/.exec(event.code);
      if (digit && field) { event.preventDefault(); decide(field, DECISIONS[digit[1]]); }
      return;
    }
    if (typesText(event.target)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!field) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const place = current() ? fields.indexOf(field) + step : fields.indexOf(field);
      if (place >= 0) go(fields[place]);
      return;
    }
    const value = /^[kst]$/i.test(event.key) && DECISIONS[event.key.toLowerCase()];
    if (value && field && !event.repeat) { event.preventDefault(); decide(field, value); }
  });
  show();
})();
