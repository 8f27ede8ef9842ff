/* Questions that depend on another: data-asked-if names the field, data-asked-values its answers (none: any answer).
   Without this file all questions show, and the server leaves out what was not asked. */
(() => {
  const given = (form, name) =>
    [...form.elements]
      .filter((field) => field.name === name && !field.closest("[data-asked-if][hidden]"))
      .flatMap((field) =>
        /^(radio|checkbox)$/.test(field.type)
          ? field.checked
            ? [field.value]
            : []
          : field.value
            ? [field.value]
            : [],
      );
  const sort = (form) =>
    form.querySelectorAll("[data-asked-if]").forEach((part) => {
      const wanted = part.dataset.askedValues.split(" ").filter(Boolean);
      part.hidden = !given(form, part.dataset.askedIf).some(
        (value) => !wanted.length || wanted.includes(value),
      );
    });
  const forms = () =>
    new Set([...document.querySelectorAll("[data-asked-if]")].map((part) => part.closest("form")));
  document.addEventListener("input", (event) => {
    if (event.target.form) sort(event.target.form);
  });
  document.addEventListener("htmx:after:swap", () => forms().forEach(sort));
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", () => forms().forEach(sort));
  else forms().forEach(sort);
})();

/* Answers in parts: the sentence they make, below them, while somebody types.
   The server composes the one that is kept. */
(() => {
  const tidy = (text) => text.split(/\s+/).join(" ").trim().replace(/\.+$/, "").trimEnd();
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-part]")) return;
    const question = event.target.closest(".question");
    const sentence = question.querySelector("[data-compose]");
    const typed = new Map(
      [...question.querySelectorAll("[data-part]")].map((field) => [field.name, tidy(field.value)]),
    );
    sentence.hidden = ![...typed.values()].some(Boolean);
    sentence.querySelectorAll("[data-piece]").forEach((piece) => {
      const given = typed.get(piece.dataset.piece);
      const words =
        piece.dataset.begins === undefined ? given : given.charAt(0).toUpperCase() + given.slice(1);
      if (piece.dataset.optional !== undefined) piece.hidden = !words;
      piece.querySelector("[data-words]").textContent = words || "…";
    });
  });
})();

/* How many questions that are asked have an answer: data-progress holds the words. */
(() => {
  const isAnswered = (question) =>
    [...question.querySelectorAll("input, select, textarea")].some((field) =>
      /^(radio|checkbox)$/.test(field.type) ? field.checked : field.value.trim(),
    );
  const count = (form) => {
    const line = form.querySelector("[data-progress]");
    if (!line) return;
    const asked = [...form.querySelectorAll(".question")].filter((question) => !question.hidden);
    line.textContent = line.dataset.progress
      .replace("{n}", asked.filter(isAnswered).length)
      .replace("{all}", asked.length);
  };
  document.addEventListener("input", (event) => {
    if (event.target.form) count(event.target.form);
  });
})();
