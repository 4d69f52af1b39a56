// What makes every page a little quicker. Without it everything still works.
const body = document.body;

// After a refused form the eye and the screen reader start at the list of what is wrong.
const showErrors = root => root.querySelector("[data-error-summary]")?.focus();

// <p class="count" data-count="id_text" data-max="500">: how much has been written.
const count = out => {
  const field = document.getElementById(out.dataset.count);
  if (!field || out.dataset.ready) return;
  out.dataset.ready = "1";
  const max = Number(out.dataset.max || field.maxLength), pattern = out.dataset.text || "{n} / {max}";
  const show = () => { out.textContent = pattern.replace("{n}", field.value.length).replace("{max}", max); };
  field.addEventListener("input", show);
  show();
};

const prepare = root => { showErrors(root); root.querySelectorAll("[data-count]").forEach(count); };
prepare(document);
document.addEventListener("htmx:load", e => prepare(e.detail.elt));

// A link into a folded part opens it.
const openTarget = () => {
  let node = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const target = node; node; node = node.parentElement) {
    if (node.localName === "details" && !node.open) { node.open = true; target.scrollIntoView(); }
  }
};
openTarget();
addEventListener("hashchange", openTarget);

// Folds with data-keep="name" stay as the person left them, for this tab.
for (const fold of document.querySelectorAll("details[data-keep]")) {
  const key = "fold:" + fold.dataset.keep, kept = sessionStorage.getItem(key);
  if (kept) fold.open = kept === "open";
  fold.addEventListener("toggle", () => sessionStorage.setItem(key, fold.open ? "open" : "closed"));
}

// The menus of the header close by Escape and by a click beside them.
const menus = document.querySelectorAll("details.person, details.menu");
document.addEventListener("click", e => menus.forEach(m => { if (m.matches(".person") && !m.contains(e.target)) m.open = false; }));
document.addEventListener("keydown", e => {
  if (e.key !== "Escape") return;
  menus.forEach(m => { if (m.open) { m.open = false; m.querySelector("summary").focus(); } });
});

// A form with data-guard asks before its unsaved text is left behind; long texts are kept while they are written.
let unsaved = false;
document.addEventListener("input", e => { if (e.target.closest("form[data-guard]")) unsaved = true; });
document.addEventListener("submit", () => { unsaved = false; });
document.addEventListener("draft:kept", () => { unsaved = false; });
addEventListener("beforeunload", e => { if (unsaved) { e.preventDefault(); e.returnValue = body.dataset.unsent || ""; } });

const drafts = document.getElementById("entwuerfe");
if (drafts && document.querySelector("form[data-guard] textarea")) import(drafts.dataset.script).catch(() => {});

// On the wall the next item comes by PageDown or arrow, the one before by PageUp; never while somebody writes.
document.addEventListener("keydown", e => {
  const way = { PageDown: "next", ArrowRight: "next", PageUp: "prev", ArrowLeft: "prev" }[e.key];
  const step = way && !e.target.closest("input, textarea, select") && document.querySelector(`[data-step=${way}]`);
  if (!step || e.altKey || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  step.click();
});

// Picking from a search: Enter or arrow down goes from the search box into the results, Escape back.
document.addEventListener("keydown", e => {
  const box = e.target.closest("[data-picker]");
  if (box && (e.key === "ArrowDown" || e.key === "Enter")) {
    e.preventDefault();
    const results = document.getElementById(box.dataset.picker);
    const first = results.querySelector("input[type=radio]:checked, input[type=radio]");
    if (first) first.focus();
    else if (e.key === "Enter") box.dispatchEvent(new Event("pick"));
  } else if (e.key === "Escape" && e.target.matches(".candidate input")) {
    document.querySelector(`[data-picker="${e.target.closest("[id]:not(input)").id}"]`)?.focus();
  }
});

// No answer to a part of a page: say so in words, keep what was typed.
const lost = () => {
  document.querySelector(".notice[data-lost]")?.remove();
  const note = document.createElement("div");
  note.className = "notice error";
  note.dataset.lost = "";
  note.setAttribute("role", "alert");
  note.append(Object.assign(document.createElement("span"), { className: "sign", textContent: "✕" }), body.dataset.noAnswer);
  document.querySelector("main").prepend(note);
};
["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(name => document.addEventListener(name, lost));

// <button data-copy="id">: copies the text of that field where the browser lets us; without it, it is marked and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", () => navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.done; }, () => field.select()));
}
