/* Lines of settings that open in place. A list that grows is ol[data-lines="prefix of the formset"]:
   a button ([data-lines-add="prefix"]) adds a line, arrows or Alt with an arrow key put lines in order;
   a list whose order the server keeps has buttons with data-step. Without this file the blank lines at
   the end add, and numbers say the place. */
(() => {
  const PLACE = '[name$="-position"], [name$="-place"]';
  const shown = (list) => [...list.children].filter((line) => !line.hidden);
  const number = (list) =>
    shown(list).forEach((line, place) => {
      const field = line.querySelector(PLACE);
      if (field) field.value = place + 1;
    });

  const lists = new Map();
  const blankLines = (list) => {
    const blank = [...list.querySelectorAll(":scope > .is-new:not(.is-wrong)")];
    blank.forEach((line) => (line.hidden = true));
    lists.set(list.dataset.lines, { list, spare: blank.at(-1)?.cloneNode(true) });
  };
  document.querySelectorAll("[data-lines]").forEach(blankLines);

  const fresh = ({ list, spare }) => {
    if (!spare) return null;
    const total = document.querySelector(`[name="${list.dataset.lines}-TOTAL_FORMS"]`);
    const line = spare.cloneNode(true);
    line.querySelectorAll("[name], [id], [for]").forEach((part) =>
      ["name", "id", "for"].forEach((attribute) => {
        const value = part.getAttribute(attribute);
        const own = value?.replace(`${list.dataset.lines}-`, "\n").replace(/\n\d+-/, "\n");
        if (own !== value && own?.includes("\n"))
          part.setAttribute(
            attribute,
            own.replace("\n", `${list.dataset.lines}-${total.value}-`),
          );
      }),
    );
    total.value = Number(total.value) + 1;
    return line;
  };

  const add = (prefix) => {
    const found = lists.get(prefix);
    const line = found.list.querySelector(":scope > .is-new[hidden]") || fresh(found);
    if (!line) return;
    line.hidden = false;
    found.list.append(line);
    line.querySelector("details").open = true;
    number(found.list);
    line.querySelector("textarea, select, input:not([type=hidden])").focus();
  };

  const move = (line, step) => {
    const list = line.parentElement;
    const lines = shown(list);
    const place = lines.indexOf(line) + step;
    if (place < 0 || place >= lines.length) return;
    const before = document.activeElement;
    lines[place][step === 1 ? "after" : "before"](line);
    number(list);
    before.focus();
    document.querySelector("[data-lines-said]").textContent = `${place + 1} / ${lines.length}`;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-lines-add]");
    if (adds) add(adds.dataset.linesAdd);
    const moves = event.target.closest("[data-lines-move]");
    if (moves) move(moves.closest("li"), Number(moves.dataset.linesMove));
  });
  document.addEventListener("keydown", (event) => {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const line = step && event.target.closest?.(".lines > li");
    if (!line) return;
    const sends = line.querySelector(`[data-step="${step === 1 ? "down" : "up"}"]`);
    if (!sends && !line.querySelector("[data-lines-move]")) return;
    event.preventDefault();
    if (sends) sends.click();
    else move(line, step);
  });

  /* What a line is called follows what is typed into it. */
  document.addEventListener("input", (event) => {
    const words = event.target.matches?.("[data-line-title]") && event.target.value.trim();
    if (!words) return;
    event.target
      .closest("li")
      .querySelectorAll(".ln-text, .ln-name")
      .forEach((part) => (part.textContent = words));
  });

  /* A field that a link or the browser's own check points at is shown, also in a closed line. */
  const open = (field) => {
    const details = field?.closest?.(".lines details");
    if (details) details.open = true;
    return details;
  };
  const openNamed = () => {
    const field = location.hash && document.getElementById(location.hash.slice(1));
    if (open(field)) field.focus();
  };
  document.addEventListener("invalid", (event) => open(event.target), true);
  window.addEventListener("hashchange", openNamed);
  openNamed();
})();
