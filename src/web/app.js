// Adds to pages that are complete without it. No words of its own: it shows what the service says.
(() => {
  "use strict";

  // A form one types into is sent in the background to its own address after a pause, so that
  // nothing typed is lost; the answer says when it was kept.
  const PAUSE = 2000, APART = 8000;
  for (const around of document.querySelectorAll("[data-autosave]")) {
    const form = around.querySelector("form");
    const told = around.querySelector("[data-kept]");
    if (!form || !told) continue;
    let timer = 0, last = 0, sent = null, leaving = false;
    const typed = () => {
      const data = new FormData(form);
      data.set("viec", "tu-luu");
      return new URLSearchParams(data).toString();
    };
    const key = form.querySelector("[name=khoa]");
    // The key is drawn anew with each page and says nothing of what was typed.
    const same = () => typed().replace(key ? key.value : "", "");
    sent = same();
    const keep = async () => {
      const now = same();
      if (leaving || now === sent) return;
      last = Date.now();
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(typed()), redirect: "error", keepalive: true,
        });
        if (!answer.ok || leaving) return;
        sent = now;
        told.textContent = await answer.text();
      } catch { /* Offline: what is typed stays in the page and is sent at the next pause. */ }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, Math.max(PAUSE, last + APART - Date.now()));
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    // A phone may never come back to a page it put away.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") { clearTimeout(timer); keep(); }
    });
  }

  // A link that names a key is followed by it; never while one types, composes or scrolls a table.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (!link || event.target.closest("input, select, textarea, .scroll, pre")) return;
    event.preventDefault();
    link.click();
  });
})();
