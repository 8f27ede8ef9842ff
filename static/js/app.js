/* Small behaviors, each hooked on a data- attribute and independent of the others. Pages work without them.
   Everything is delegated from document or set up again after an htmx swap, so fragments need no extra code. */
(() => {
  const root = document.documentElement;
  const ready = [];
  const onReady = (setUp) => ready.push(setUp);

  /* data-theme-toggle: light and dark */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.bsTheme);
    } catch {
      /* kept for this page only */
    }
  });

  /* data-print: print this page.
     data-copy="#id" or data-copy-text="…": to the clipboard, said in the toast (data-copied) */
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) {
      window.print();
      return;
    }
    const button = event.target.closest("[data-copy],[data-copy-text]");
    if (!button) return;
    const source = button.dataset.copy && document.querySelector(button.dataset.copy);
    const text = button.dataset.copyText ?? source?.value ?? source?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text.trim());
      toast(button.dataset.copied || "Copied");
    } catch {
      if (source?.select) source.select();
    }
  });

  /* Toast: what was done, for 8 seconds; stays while it has the pointer or the focus */
  let timer;
  const hideLater = (line) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => (line.matches(":hover,:focus-within") ? hideLater(line) : (line.hidden = true)),
      8000,
    );
  };
  const toast = (text) => {
    const line = document.querySelector(".toast-line");
    if (!line) return;
    line.replaceChildren(document.createTextNode(text));
    line.hidden = false;
    hideLater(line);
  };
  document.addEventListener("app:toast", (event) =>
    toast(event.detail.text ?? event.detail.value ?? ""),
  );
  onReady((scope) => scope.querySelectorAll(".toast-line:not([hidden])").forEach(hideLater));

  /* Tabs that do not fit scroll: bring the current one into sight */
  onReady((scope) =>
    scope.querySelectorAll(".tabs a[aria-current]").forEach((tab) => {
      const row = tab.closest(".tabs");
      row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
    }),
  );

  /* data-busy="Sending…": the pressed button says so and a second press does nothing. Every POST form is guarded. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[data-again]")) return;
    if (event.submitter?.formTarget === "_blank") return; // this page stays and can be sent later
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (!button) return;
    button.style.setProperty("min-width", `${button.offsetWidth}px`);
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) {
      button.dataset.was = button.innerHTML;
      button.textContent = button.dataset.busy;
    }
  });
  const release = (form) => {
    delete form.dataset.sent;
    form
      .querySelectorAll("[aria-disabled=true][type=submit],button[aria-disabled=true]")
      .forEach((button) => {
        button.removeAttribute("aria-disabled");
        if (button.dataset.was) {
          button.innerHTML = button.dataset.was;
          delete button.dataset.was;
        }
      });
  };
  window.addEventListener("pageshow", () =>
    document.querySelectorAll("form[data-sent]").forEach(release),
  );

  /* time[data-local]: for visitors in their own zone; signed in, the server already printed the profile's zone */
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const parts = {
    datetime: {
      weekday: "short",
      day: "numeric",
      month: "long",
      hour: "2-digit",
      minute: "2-digit",
    },
    full: {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    },
    date: { day: "numeric", month: "long", year: "numeric" },
    time: { hour: "2-digit", minute: "2-digit" },
  };
  onReady((scope) => {
    if (root.dataset.zone || !zone) return;
    scope.querySelectorAll("time[data-local]").forEach((element) => {
      const moment = new Date(element.dateTime);
      if (isNaN(moment)) return;
      const format = new Intl.DateTimeFormat(root.lang.startsWith("en") ? "en-GB" : root.lang, {
        timeZone: zone,
        ...(parts[element.dataset.local] || parts.datetime),
      });
      element.textContent = format.format(moment).replace(" at ", ", ");
    });
    scope.querySelectorAll("[data-tz]").forEach((element) => {
      const place = zone.split("/").pop().replace(/_/g, " ");
      element.textContent = zone.includes("/") ? element.dataset.tz.replace("{place}", place) : place;
    });
  });

  /* What was missing is given: its message goes. Whether it will do is for the server to say, so that what
     was there and wrong keeps its message until then. */
  const isChoice = (control) => ["radio", "checkbox"].includes(control.type);
  const isGiven = (control) => (isChoice(control) ? control.checked : control.value.trim() !== "");
  const wasGiven = (control) => {
    if (isChoice(control)) return control.defaultChecked;
    if (!control.options) return control.defaultValue.trim() !== "";
    return [...control.options].some((option) => option.defaultSelected && option.value);
  };
  document.addEventListener("input", (event) => {
    const field = event.target.closest(".field, .question, .elig > li, [id^='div_id_']");
    const message = field?.querySelector(".invalid-feedback");
    if (!message) return;
    const wrong = [
      ...field.querySelectorAll("[aria-invalid='true'], [type='radio'], [type='checkbox']"),
    ];
    const answered = wrong.filter((control) => control.name === event.target.name);
    if (answered.some(wasGiven) || !answered.some(isGiven)) return;
    answered.forEach((control) => {
      control.removeAttribute("aria-invalid");
      control.classList.remove("is-invalid");
    });
    if (answered.length === wrong.length) message.remove();
  });

  /* data-max="3" around checkboxes: the rest is disabled, and [data-count] in the same fieldset says how many, aloud */
  const countChosen = (group) => {
    const max = Number(group.dataset.max);
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    const chosen = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => {
      box.disabled = !box.checked && chosen >= max;
    });
    const out = (group.closest("fieldset") || group.parentElement).querySelector("[data-count]");
    if (out)
      out.textContent = (out.dataset.count || "{n} of {max} chosen")
        .replace("{n}", chosen)
        .replace("{max}", max);
  };
  document.addEventListener("change", (event) => {
    const group = event.target.closest(":not(input)[data-max]");
    if (group) countChosen(group);
  });
  onReady((scope) => scope.querySelectorAll(":not(input)[data-max]").forEach(countChosen));

  /* htmx: form[data-autosave="#line"] posts drafts; the line says saving, and the answer replaces it.
     An answer that is an error page never lands in the middle of this page: the line or the toast says so.
     Signed out: sign in again. What a button sent is kept, and the way in leads back to it. */
  const lineOf = (event) => {
    const form = event.target.closest?.("[data-autosave]");
    return form && document.querySelector(form.dataset.autosave || "[data-saved]");
  };
  const say = (event, state) => {
    const line = lineOf(event);
    const words = (line || document.querySelector(".toast-line"))?.dataset[state];
    if (line && words) line.textContent = words;
    else if (words) toast(words);
  };
  document.addEventListener("htmx:before:request", (event) => {
    if (lineOf(event)) say(event, "saving");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.ctx) say(event, "offline");
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { raw, status } = event.detail.ctx.response;
    const signedOut = raw.redirected && new URL(raw.url).pathname.startsWith("/account/login/");
    if (signedOut && lineOf(event)?.dataset.signedOut) say(event, "signedOut");
    else if (signedOut && event.detail.ctx.request?.method?.toUpperCase() === "POST")
      location.assign(raw.url);
    else if (signedOut) location.reload();
    else if (status >= 400 && status !== 422) say(event, "failed");
    else return;
    event.preventDefault();
  });

  /* Signing in again in another tab makes the token in this page old:
     every form sends the one of now. */
  const token = () =>
    document.cookie
      .split("; ")
      .find((part) => part.startsWith("csrftoken="))
      ?.split("=")[1];
  document.addEventListener(
    "submit",
    (event) => {
      const field = event.target.elements?.csrfmiddlewaretoken;
      const now = token();
      if (field && now) field.value = now;
    },
    true,
  );
  document.addEventListener("htmx:config:request", (event) => {
    const headers = event.detail?.ctx?.request?.headers;
    const now = token();
    if (headers && now) headers["X-CSRFToken"] = now;
  });

  /* data-jump on details: the sections of a long form on phones.
     Also closes a details menu (data-menu) on Escape or a click outside. */
  document.addEventListener("click", (event) =>
    document
      .querySelectorAll("details[data-jump][open],details[data-menu][open]")
      .forEach((menu) => {
        if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
      }),
  );
  document.addEventListener("keydown", (event) => {
    const menu =
      event.key === "Escape" &&
      event.target.closest?.("details[data-jump][open],details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.firstElementChild.focus();
    }
  });

  /* nav[data-turn]: J and K go to its next and previous page, unless somebody is typing or holds another key */
  document.addEventListener("keydown", (event) => {
    const rel = { j: "next", k: "prev" }[event.key];
    if (
      !rel ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest?.(
        "input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable]",
      )
    )
      return;
    document.querySelector(`nav[data-turn] a[rel=${rel}]`)?.click();
  });

  /* data-auto-submit: filters that send themselves when changed
     (the form keeps a button for those without JavaScript) */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form) form.requestSubmit();
  });

  /* data-shows="#id" on a radio or checkbox: the element is shown while it is chosen */
  const show = (scope) =>
    scope.querySelectorAll("[data-shows]").forEach((input) => {
      const part = document.querySelector(input.dataset.shows);
      if (part) part.hidden = !input.checked;
    });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input")) show(event.target.form || document);
  });
  onReady(show);

  /* data-select-all="#list": ticks every checkbox in the list */
  document.addEventListener("change", (event) => {
    const list =
      event.target.dataset?.selectAll && document.querySelector(event.target.dataset.selectAll);
    if (!list) return;
    list.querySelectorAll("input[type=checkbox]:not(:disabled)").forEach((box) => {
      box.checked = event.target.checked;
    });
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* data-chosen="{n} selected" in a form: how many of its rows are ticked, aloud */
  const countRows = (form) => {
    const line = form?.querySelector("[data-chosen]");
    if (!line) return;
    const rows = form.querySelectorAll("[name=chosen]:checked").length;
    line.textContent = rows ? line.dataset.chosen.replace("{n}", rows) : "";
  };
  document.addEventListener("change", (event) => countRows(event.target.closest("form")));
  onReady((scope) =>
    scope.querySelectorAll("[data-chosen]").forEach((line) => countRows(line.closest("form"))),
  );

  /* Passkeys: allauth reports a refused or failed key here */
  document.addEventListener("allauth.error", (event) => {
    const line = document.getElementById("passkey-problem");
    if (line) {
      event.preventDefault();
      line.hidden = false;
    }
  });

  /* input[data-browser-zone]: filled with the browser's time zone when empty */
  onReady((scope) =>
    scope.querySelectorAll("input[data-browser-zone]").forEach((input) => {
      input.value ||= zone || "";
    }),
  );

  /* Tabs that scroll sideways keep the current one in sight; the error summary takes the focus */
  onReady((scope) => {
    scope.querySelectorAll(".tabs,.st-nav ul,.segnav").forEach((list) => {
      const current = list.querySelector("[aria-current]");
      if (current && list.scrollWidth > list.clientWidth)
        list.scrollLeft =
          current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
    });
    const summary = scope.querySelector(".errsum");
    if (summary && !location.hash) summary.focus();
  });

  const setUp = (scope) => ready.forEach((fit) => fit(scope));
  document.addEventListener("htmx:after:swap", () => setUp(document));
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", () => setUp(document));
  else setUp(document);
})();
