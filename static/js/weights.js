/* Weights: a slider beside each number, the stacked bar of all of them, and the shares in percent. When one moves, the
   form asks what would change. Without this file the numbers are typed, and a button asks. */
(() => {
  const sliders = [...document.querySelectorAll("[data-weight-slider]")];
  if (!sliders.length) return;
  const number = (slider) => document.getElementById(slider.dataset.weightSlider);
  const part = (attribute, id) => document.querySelector(`[${attribute}="${id}"]`);

  const draw = () => {
    const points = sliders.map((slider) => Number(number(slider).value) || 0);
    const whole = points.reduce((sum, one) => sum + one, 0) || 1;
    sliders.forEach((slider, place) => {
      const id = slider.dataset.weightSlider;
      const share = Math.round((100 * points[place]) / whole);
      slider.value = points[place];
      part("data-weight-bar", id).style.setProperty("--v", share);
      document.querySelector(`output[for="${id}"]`).textContent = `${share}%`;
    });
  };

  document.addEventListener("input", (event) => {
    const slider = event.target.closest?.("[data-weight-slider]");
    if (slider) number(slider).value = slider.value;
    if (!slider && !sliders.some((one) => number(one) === event.target)) return;
    draw();
    number(sliders[0]).form.dispatchEvent(new Event("weights-moved"));
  });
  draw();
})();
