/* The pairing board on top of its plain forms and links: arrow keys and letters in the list, focus that stays,
   what happened said aloud, pairs or unpaired on a phone. Everything here is also a button or a link. */
(() => {
  const board = () => document.getElementById("board");
  const rows = () => [...board().querySelectorAll("[data-row]")];
  const phone = matchMedia("(max-width:767.98px)");
  const kind = document.getElementById("board")?.dataset.kind;
  let wanted = null;
  let place = 0;
  let shown = document.getElementById("why")?.dataset.why;

  const focusRow = (row) => {
    if (!row) return;
    rows().forEach((other) => { other.tabIndex = other === row ? 0 : -1; });
    row.focus();
  };
  const open = (row) => row.querySelector("[data-open]")?.click();
  const buttons = (row) => [...row.querySelectorAll("[data-key]")];

  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const move = (row, key) => {
    const all = rows();
    const now = all.indexOf(row);
    if (key === "Home") return focusRow(all[0]);
    if (key === "End") return focusRow(all[all.length - 1]);
    return focusRow(all[Math.max(0, Math.min(all.length - 1, now + steps[key]))]);
  };
  const sideways = (row, target, key) => {
    const all = buttons(row);
    const now = all.indexOf(target);
    if (key === "ArrowRight") all[Math.min(all.length - 1, now + 1)]?.focus();
    else if (now > 0) all[now - 1].focus();
    else row.focus();
  };
  const letter = (row, key) => {
    if (key === "/") return document.getElementById("bd-q")?.focus();
    if (key === "?") return document.querySelector("[data-bs-target='#keys']")?.click();
    if (key === "u") return document.getElementById("undo")?.click();
    const button = row.querySelector(`[data-key="${key}"]`);
    if (button) { wanted = key === "l" ? row.id : "why"; place = rows().indexOf(row); button.click(); }
    return undefined;
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key in steps || key === "Home" || key === "End") { event.preventDefault(); move(row, key); }
    else if (key === "ArrowRight" || key === "ArrowLeft") { event.preventDefault(); sideways(row, event.target, key); }
    else if (key === "Enter" && event.target === row) { event.preventDefault(); wanted = "why"; open(row); }
    else if (["l", "s", "v", "u", "/", "?"].includes(key.toLowerCase())) { event.preventDefault(); letter(row, key.toLowerCase()); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest?.("#why")) return;
    const row = board().querySelector("[data-row].is-sel") || rows()[0];
    document.getElementById("why").classList.remove("open");
    focusRow(row);
  });

  /* A click anywhere on a row chooses it */
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && !event.target.closest("a,button")) { wanted = phone.matches ? "why" : row.id; open(row); }
  });

  /* Pairs or unpaired, on phones */
  document.addEventListener("change", (event) => {
    if (event.target.name === "mv") document.getElementById("bd").classList.toggle("show-un", event.target.value === "un");
  });

  /* After a swap: the focus is where it was, and the page says what happened */
  document.addEventListener("htmx:after:swap", () => {
    if (!board()) return;
    if (board().dataset.kind !== kind) { location.reload(); return; }
    const why = document.getElementById("why");
    if (why && why.dataset.why !== shown) { shown = why.dataset.why; why.scrollTop = 0; }
    const gone = wanted?.startsWith("row-") && !document.getElementById(wanted);
    const target = gone ? rows()[Math.min(place, rows().length - 1)] : wanted && document.getElementById(wanted);
    wanted = null;
    if (target?.matches("[data-row]")) focusRow(target);
    else if (target) (target.querySelector("#settle") || target.querySelector("#wi-t") || target).focus();
    else if (document.activeElement === document.body) board().querySelector("[data-row][tabindex='0']")?.focus({ preventScroll: true });
    if (location.hash === "#others") document.getElementById("others")?.focus();
  });
})();
