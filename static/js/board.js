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
    rows().forEach((other) => {
      other.tabIndex = other === row ? 0 : -1;
    });
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
    if (button) {
      wanted = key === "l" ? row.id : "why";
      place = rows().indexOf(row);
      button.click();
    }
    return undefined;
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key in steps || key === "Home" || key === "End") {
      event.preventDefault();
      move(row, key);
    } else if (key === "ArrowRight" || key === "ArrowLeft") {
      event.preventDefault();
      sideways(row, event.target, key);
    } else if (key === "Enter" && event.target === row) {
      event.preventDefault();
      wanted = "why";
      open(row);
    } else if (["l", "s", "v", "u", "/", "?"].includes(key.toLowerCase())) {
      event.preventDefault();
      letter(row, key.toLowerCase());
    }
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
    if (row && !event.target.closest("a,button")) {
      wanted = phone.matches ? "why" : row.id;
      open(row);
    }
  });

  /* Pairs or unpaired, on phones */
  document.addEventListener("change", (event) => {
    if (event.target.name === "mv")
      document.getElementById("bd").classList.toggle("show-un", event.target.value === "un");
  });

  /* The map: arrow keys move between cells, one of which is in the tab order */
  const ways = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-map] td[data-e]");
    const way = cell && ways[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const lines = [...cell.closest("tbody").rows];
    const line =
      lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(cell.parentElement) + way[0]))];
    const next =
      line.cells[Math.max(1, Math.min(line.cells.length - 1, cell.cellIndex + way[1]))]
        .firstElementChild;
    cell
      .closest("table")
      .querySelectorAll("a[tabindex='0']")
      .forEach((link) => {
        link.tabIndex = -1;
      });
    next.tabIndex = 0;
    next.focus();
  });

  /* Where the focus was, for when what had it is gone after a swap */
  let last = { id: "", inWhy: false };
  document.addEventListener("focusin", (event) => {
    if (board()?.contains(event.target))
      last = { id: event.target.id, inWhy: Boolean(event.target.closest("#why")) };
  });
  const answer = (why) => why?.querySelector("#make-edit") || why?.querySelector("#wi-t1") || why;
  const rescue = () => {
    const why = document.getElementById("why");
    const same = last.id && document.getElementById(last.id);
    if (same) same.focus({ preventScroll: true });
    else if (last.inWhy) answer(why)?.focus({ preventScroll: true });
    else (board().querySelector("[data-row][tabindex='0']") || why)?.focus({ preventScroll: true });
  };

  /* What happened, said aloud in a line that outlives every swap */
  const tell = () => {
    const said = document.getElementById("board-said");
    const done = board().querySelector(".bd-notes .toast-line span")?.textContent;
    const asked = board().querySelector("#wi-t1")?.parentElement;
    const question =
      asked &&
      [...asked.querySelectorAll(".wi-t,.wi-t+p")].map((line) => line.textContent).join(". ");
    const words = (
      done ||
      question ||
      board().querySelector(".bd-tools [role=status]")?.textContent ||
      ""
    )
      .replace(/\s+/g, " ")
      .trim();
    if (said && said.textContent !== words) said.textContent = words;
  };

  /* After a swap: the focus is where it was, and the page says what happened */
  document.addEventListener("htmx:after:swap", () => {
    if (!board()) return;
    if (board().dataset.kind !== kind) {
      location.reload();
      return;
    }
    const why = document.getElementById("why");
    if (why && why.dataset.why !== shown) {
      shown = why.dataset.why;
      why.scrollTop = 0;
    }
    const gone = wanted?.startsWith("row-") && !document.getElementById(wanted);
    const target = gone
      ? rows()[Math.min(place, rows().length - 1)]
      : wanted && document.getElementById(wanted);
    wanted = null;
    if (target?.matches("[data-row]")) focusRow(target);
    else if (target) answer(target).focus();
    else if (document.activeElement === document.body) rescue();
    if (location.hash === "#others") document.getElementById("others")?.focus();
    tell();
  });
})();
