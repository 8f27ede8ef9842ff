/* Lines of settings that open in place (ol[data-lines="prefix of the formset"]): a button adds one, arrows put them in
   order. Without this file the blank lines at the end add, and numbers say the place. */
(() => {
  const list = document.querySelector("[data-lines]");
  if (!list) return;
  const prefix = list.dataset.lines;
  const total = document.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const said = document.querySelector("[data-lines-said]");
  const blank = [...list.querySelectorAll(".is-new:not(.is-wrong)")];
  const spare = blank.length ? blank[blank.length - 1].cloneNode(true) : null;
  blank.forEach((line) => (line.hidden = true));

  const shown = () => [...list.children].filter((line) => !line.hidden);
  const number = () =>
    shown().forEach((line, place) => {
      line.querySelector(`[name$="-position"]`).value = place + 1;
    });

  const fresh = () => {
    const line = spare.cloneNode(true);
    const index = total.value;
    line.querySelectorAll("[name], [id], [for]").forEach((part) =>
      ["name", "id", "for"].forEach((attribute) => {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.replace(/-\d+-/, `-${index}-`));
      }),
    );
    total.value = Number(index) + 1;
    list.append(line);
    return line;
  };

  const add = () => {
    const line = list.querySelector(".is-new[hidden]") || (spare && fresh());
    if (!line) return;
    line.hidden = false;
    list.append(line);
    line.querySelector("details").open = true;
    number();
    line.querySelector("textarea, input:not([type=hidden])").focus();
  };

  const move = (button) => {
    const line = button.closest("li");
    const lines = shown();
    const place = lines.indexOf(line) + Number(button.dataset.linesMove);
    if (place < 0 || place >= lines.length) return;
    lines[place][button.dataset.linesMove === "1" ? "after" : "before"](line);
    number();
    button.focus();
    said.textContent = `${place + 1} / ${lines.length}`;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-lines-add]")) add();
    const button = event.target.closest("[data-lines-move]");
    if (button) move(button);
  });
})();
