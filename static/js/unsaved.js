/* form[data-unsaved]: says how much is not saved, and asks before the page is left or another part of
   it takes the place of the form. A line that was touched counts once, the order of a list once, every
   other field once. data-unsaved="kept": the form came back with what was typed. */
(() => {
  const isPlace = (field) => /-(position|place)$/.test(field.name);
  const isChanged = (field) => {
    if (!field.name || /^(hidden|submit|button)$/.test(field.type)) return false;
    if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (!field.options) return field.value !== field.defaultValue;
    const usual = [...field.options].find((option) => option.defaultSelected) || field.options[0];
    return field.value !== usual?.value;
  };
  const whole = (field) => {
    const line = field.closest("[data-lines] > li");
    if (!line) return field.name;
    if (isPlace(field)) return line.matches(".is-new") ? null : line.parentElement;
    return line;
  };
  const changes = (form) =>
    new Set([...form.elements].filter(isChanged).map(whole).filter(Boolean)).size;
  const isUnsaved = (form) => form.dataset.unsaved === "kept" || changes(form) > 0;
  const forms = (part = document) => [...part.querySelectorAll("form[data-unsaved]")];

  const draw = (form) => {
    const said = form.querySelector("[data-unsaved-said]");
    if (!said) return;
    const count = changes(form);
    const { one, many, kept } = said.dataset;
    const words = form.dataset.unsaved === "kept" ? kept : "";
    const text = count === 0 ? words : count === 1 ? one : many.replace("{n}", count);
    if (said.textContent !== text) said.textContent = text;
    const drop = form.querySelector("[data-unsaved-drop]");
    if (drop) drop.hidden = !text;
  };
  const drawSoon = () => requestAnimationFrame(() => forms().forEach(draw));
  ["input", "change", "click", "htmx:after:swap"].forEach((name) =>
    document.addEventListener(name, drawSoon),
  );
  drawSoon();

  /* The form that is being sent, or whose changes are dropped on purpose, does not ask. */
  let leaving = null;
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-unsaved-drop]");
    if (drop) leaving = drop.closest("form");
  });
  document.addEventListener("submit", (event) => {
    const staysHere = event.defaultPrevented || event.submitter?.formTarget === "_blank";
    leaving = staysHere ? null : event.target;
  });
  window.addEventListener("pageshow", () => (leaving = null));
  window.addEventListener("beforeunload", (event) => {
    if (forms().some((form) => form !== leaving && isUnsaved(form))) event.preventDefault();
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { target, sourceElement } = event.detail.ctx;
    const lost = forms(target).some((form) => form !== sourceElement && isUnsaved(form));
    const words = document.querySelector("[data-unsaved-lose]")?.dataset.unsavedLose;
    if (lost && words && !window.confirm(words)) event.preventDefault();
  });
})();
