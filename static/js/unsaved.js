/* form[data-unsaved]: says how much is not saved, and asks before the page is left. A line that was
   touched counts once, the order of a list once, every other field once. data-unsaved="kept": the
   form came back with what was typed. */
(() => {
  const form = document.querySelector("form[data-unsaved]");
  const said = form?.querySelector("[data-unsaved-said]");
  if (!said) return;
  const drop = form.querySelector("[data-unsaved-drop]");
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
  const changes = () => {
    const changed = [...form.elements].filter(isChanged).map(whole);
    return new Set(changed.filter(Boolean)).size;
  };

  let count = 0;
  const draw = () => {
    count = changes();
    const { one, many, kept } = said.dataset;
    const words = form.dataset.unsaved === "kept" ? kept : "";
    const text = count === 0 ? words : count === 1 ? one : many.replace("{n}", count);
    if (said.textContent !== text) said.textContent = text;
    drop.hidden = !text;
  };
  const drawSoon = () => requestAnimationFrame(draw);
  ["input", "change", "click"].forEach((name) => document.addEventListener(name, drawSoon));

  let isLeaving = false;
  drop.addEventListener("click", () => (isLeaving = true));
  form.addEventListener("submit", (event) => {
    isLeaving = event.submitter?.formTarget !== "_blank";
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && (count || form.dataset.unsaved === "kept")) event.preventDefault();
  });
  draw();
})();
