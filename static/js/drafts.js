// Long texts are kept while they are written: on the server every few seconds and, until it has them, sealed on the device.
// Loaded by app.js on pages with a form data-guard that has a textarea; its words and addresses: templates/ui/_drafts.html.
const page = document.getElementById("entwuerfe"), words = page.dataset;
const person = Number(words.person), lang = document.documentElement.lang;
const PAUSE = 2000, LATEST = 8000, DEVICE = 400, DAYS = 30, SMALL = 20000;
const tab = [...crypto.getRandomValues(new Uint32Array(4))].map(n => n.toString(36)).join("");
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "draft"]), BASE = new Set(["version", "key", "begun"]);
let token = document.querySelector("[name=csrfmiddlewaretoken]").value;

// --- the server -----------------------------------------------------------------------------
const ask = (url, body, more) => fetch(url, {
  method: body === undefined ? "GET" : "POST", redirect: "manual", signal: AbortSignal.timeout(20000), body,
  headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token }, ...more });

// After signing in elsewhere every form of this page needs the new token.
const renew = fresh => {
  token = fresh;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(field => { field.value = fresh; });
  document.body.setAttribute("data-hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
};

// --- the device: only bytes nobody can read without the key, which the server gives to nobody but the person ---------------
const opened = () => new Promise((ok, no) => {
  const asked = indexedDB.open("entwuerfe", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("texte");
  asked.onsuccess = () => ok(asked.result);
  asked.onerror = () => no(asked.error);
});
const onDevice = async (mode, deed) => {
  const base = await opened();
  try {
    return await new Promise((ok, no) => {
      const change = base.transaction("texte", mode), asked = deed(change.objectStore("texte"));
      change.oncomplete = () => ok(asked.result);
      change.onerror = change.onabort = () => no(change.error);
    });
  } finally { base.close(); }
};
let key = null, withoutKey = !isSecureContext || !crypto.subtle || !window.indexedDB;
const fetchKey = async () => {
  if (key || withoutKey) return;
  const answer = await ask(words.key, "{}"), given = answer.ok ? await answer.json() : {};
  withoutKey = given.key === null;  // others use this device, too
  if (!given.key || given.person !== person) return;
  key = await crypto.subtle.importKey("raw", Uint8Array.from(atob(given.key), c => c.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"]);
};
const put = async (name, row, fields) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(fields)));
  await onDevice("readwrite", all => all.put({ ...row, person, iv, data }, name));
};
const remove = name => onDevice("readwrite", all => all.delete(name)).catch(() => {});
// Every copy of hers for this form. Old by the server's clock, never by that of the device.
const copies = async (slot, now) => {
  const names = await onDevice("readonly", all => all.getAllKeys()), found = [];
  for (const name of names) {
    const row = await onDevice("readonly", all => all.get(name));
    if (!row || row.person !== person) continue;
    if (row.seen && now - row.seen > DAYS * 86400) { await remove(name); continue; }
    if (row.slot !== slot) continue;
    try {
      const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.data);
      found.push({ ...row, name, fields: JSON.parse(new TextDecoder().decode(data)) });
    } catch { /* sealed with another key: nobody can read it any more */ }
  }
  return found;
};

// --- the form -------------------------------------------------------------------------------
const isBase = name => BASE.has(name) || name.endsWith("-begun");
const isTyped = field => field.name && !NOT_TYPED.has(field.name) && !/^(file|password|submit|button|image|reset)$/.test(field.type);
const typed = form => {
  const skipped = new Set([...form.elements].filter(field => !isTyped(field)).map(field => field.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skipped.has(name));
};
const plain = text => text.replace(/\r\n?/g, "\n");
const asText = fields => JSON.stringify(fields.filter(([name]) => !isBase(name)).map(([name, value]) => [name, plain(value)]));
const fill = (form, fields) => {
  for (const field of form.elements) {
    if (!isTyped(field)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value), before = field.checked;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") [...field.options].forEach(option => { option.selected = values.includes(option.value); });
    else {
      const value = values[[...form.elements].filter(each => each.name === field.name).indexOf(field)];
      if (value !== undefined) field.value = value;
    }
    if (field.checked && !before) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.querySelectorAll("textarea").forEach(area => area.dispatchEvent(new Event("input", { bubbles: true })));
};

// Rows of a list that the page does not have come from the server, like those behind „Weitere Zeilen“.
const lacksRows = (form, fields) => {
  const missing = fields.filter(([name, value]) => value && /-\d+-/.test(name) && !form.elements[name]);
  const more = missing.length && form.querySelector(`button[value="${missing[0][0].replace(/-\d+-.*/, "")}"]`);
  if (!more) return false;
  form.append(...missing.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  form.requestSubmit(more);
  return true;
};

// --- what is said ---------------------------------------------------------------------------
const element = (name, className, ...inside) => {
  const made = Object.assign(document.createElement(name), { className });
  made.append(...inside);
  return made;
};
const age = since => {
  const seconds = Math.round((performance.now() - since) / 1000);  // a clock set anew does not touch it
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
  return seconds < 60 ? format.format(-seconds, "second") : format.format(-Math.floor(seconds / 60), "minute");
};

const begin = async form => {
  const slot = location.pathname;
  const own = `${person} ${slot} ${tab}`;
  const status = element("span", ""), link = element("span", ""), when = element("span", ""), notices = element("div", "stack");
  const line = element("p", "small soft", status, link, when), bar = form.querySelector(".bar");
  status.setAttribute("role", "status");
  notices.setAttribute("role", "status");
  form.prepend(notices);
  bar ? bar.prepend(line) : [...form.querySelectorAll("textarea")].pop().closest(".field, label, p")?.after(line);

  const title = ["main h1", "main nav.eyebrow a"].map(at => document.querySelector(at)?.textContent.trim()).filter(Boolean).join(" – ");
  let version = 0, now = 0, known = false, busy = false, halted = false, stopped = false, aside = false, taken = null;
  let kept = asText(typed(form)), copied = "", savedAt = 0, sentAt = -Infinity, dirtyAt = 0, copyDue = 0, timer, deviceTimer, refused = "", tooMuch = "";

  const say = text => { if (status.textContent !== text) status.textContent = text; };
  const isDirty = () => asText(typed(form)) !== kept;
  const onlyHere = () => (copied === asText(typed(form)) ? words.device : words.window);
  const showSaved = () => { say(key ? words.saved : words.serverOnly); when.textContent = ` ${age(savedAt)}`; link.replaceChildren(); };
  const showUnsent = (text = words.unsent) => { say(`${text} – ${onlyHere()}`); when.textContent = ""; link.replaceChildren(); };
  const showSignedOut = () => {
    say(words.signedOut); when.textContent = "";
    if (!link.firstChild) link.append(" ", Object.assign(element("a", "", words.signIn), { href: words.signInUrl, target: "_blank", rel: "noopener" }));
  };

  const notice = (text, ...choices) => {
    const buttons = choices.map(([label, deed]) => {
      const button = Object.assign(element("button", "btn less", label), { type: "button" });
      button.addEventListener("click", () => { box.remove(); deed(); });
      return button;
    });
    const sign = element("span", "sign", "i"), box = element("div", "notice info", sign, element("div", "", element("p", "", text), element("p", "actions", ...buttons)));
    sign.setAttribute("aria-hidden", "true");
    notices.append(box);
  };

  const copy = async (sent = false) => {  // onto the device, until the server has it
    copyDue = 0;
    const fields = typed(form), text = asText(fields);
    if (!key || text === kept || text === copied && !sent || stopped && !sent) return;
    try { await put(own, { slot, base: version, seen: now, at: Date.now(), sent }, fields); copied = text; } catch { copied = ""; }
    if (text === kept) remove(own);  // the server was quicker
  };

  const take = found => {  // go on with this state; the one that stood here can be taken back
    const before = typed(form);
    fill(form, found.fields);
    if (lacksRows(form, found.fields)) return;
    if (asText(before) !== asText(typed(form)) && found.back) notice(words.replaced, [words.takeBack, () => take({ fields: before })]);
    if (found.slot && found.slot !== slot) taken = found.id;
    if (found.slot === slot && aside) { kept = asText(typed(form)); document.dispatchEvent(new Event("draft:kept")); }
    if (found.slot === slot || found.base === version) aside = false;
    if (found.name && found.name !== own) copy().then(() => { if (copied) remove(found.name); });
    form.querySelector("textarea").focus();
  };
  const offer = (found, older = []) => notice((found.name ? words.onDevice : words.there).replace("{at}", found.at), [words.goOn, () => take(found)],
    [words.discard, () => { found.name ? remove(found.name) : drop(found.id); older.forEach(each => offer(each)); }]);
  const drop = async id => {
    const answer = await ask(words.discardUrl.replace("00000000-0000-0000-0000-000000000000", id), "{}").catch(() => null);
    if (answer?.status === 204 && aside) { version += 1; aside = false; }
  };

  const look = async () => {  // what is there of this form
    const wanted = new URLSearchParams(location.search).get("entwurf") || "";
    const answer = await ask(`${words.url}?${new URLSearchParams({ slot, entwurf: wanted })}`);
    if (!answer.ok) return answer;
    const found = await answer.json();
    if (found.person !== person) { halted = true; say(words.other); return answer; }
    renew(found.csrf);
    if (known) return answer;
    ({ version, now } = found);
    await fetchKey().catch(() => {});
    const here = key ? await copies(slot, now).catch(() => []) : [];
    // A refused form, or one that came back with more rows, is newer than its draft.
    const refilled = form.matches("[data-sent]") || form.querySelector("[data-error-summary]");
    const shown = asText(typed(form)), differs = each => asText(each.fields) !== shown;
    let offers = refilled ? [] : found.drafts.filter(differs);
    known = true;
    aside = offers.length > 0;  // typing on without choosing puts the older one aside, among her drafts
    if (refilled) kept = "";
    if (found.wanted && !refilled) { take(found.wanted); offers = offers.filter(each => each.id !== found.wanted.id); }
    for (const each of refilled ? [] : here) {
      if (each.sent && each.base < version || !differs(each)) { remove(each.name); continue; }
      const at = new Intl.DateTimeFormat(lang, { dateStyle: "short", timeStyle: "short", timeZone: words.zone }).format(each.at);
      offer({ ...each, slot: "", at }, each.base === version ? offers.splice(0) : []);
    }
    offers.forEach(each => offer(each));
    return answer;
  };

  const conflict = ({ version: theirs, draft }) => {
    halted = true;
    say(words.unsent); when.textContent = "";
    const mine = [words.keepMine, () => { version = theirs; aside = Boolean(draft); halted = false; send(); }];
    if (!draft) return notice(words.gone, mine);
    return notice(words.conflict.replace("{at}", draft.at), mine, [words.takeTheirs, () => { version = theirs; halted = false; aside = true; take({ ...draft, back: true }); }]);
  };

  const answered = async (answer, text) => {
    if (answer.ok) {
      ({ version } = await answer.json());
      kept = text; savedAt = performance.now(); aside = false; refused = "";
      if (taken) { drop(taken); taken = null; }
      await fetchKey().catch(() => {});
      if (isDirty()) await copy(); else { copied = ""; await remove(own); }
      const files = [...form.elements].some(field => field.type === "file" && field.value);
      if (!isDirty() && !files) document.dispatchEvent(new Event("draft:kept"));
      return showSaved();
    }
    if (answer.status === 409) return conflict(await answer.json());
    if (answer.status === 401 || answer.type === "opaqueredirect") return showSignedOut();
    if (answer.status === 413 || answer.status === 400) { refused = (await answer.json()).error; tooMuch = text; }
    return showUnsent(refused || words.unsent);
  };

  const send = async ({ leaving = false } = {}) => {
    if (busy || stopped || halted || !isDirty()) return;
    const fields = typed(form), text = asText(fields);
    if (text === tooMuch) return;
    busy = true;
    dirtyAt = 0;
    sentAt = performance.now();
    const body = () => JSON.stringify({ person, slot, tab, base: version, aside, room: words.room || null, title, fields });
    const post = () => ask(words.url, body(), { keepalive: leaving && body().length < SMALL });
    try {
      if (!known && !(await look()).ok) throw new Error("not known yet");
      let answer = await post();
      if (answer.status === 403) {  // an old token, or somebody else
        const seen = await look();
        answer = seen.ok && !halted ? await post() : seen;
        if (answer.status === 403 || halted) { busy = false; return; }
      }
      await answered(answer, text);
    } catch { if (!stopped) showUnsent(refused || words.unsent); }
    busy = false;
    if (savedAt >= sentAt && isDirty()) plan();
  };

  const plan = () => {
    clearTimeout(timer);
    const time = performance.now();
    dirtyAt ||= time;
    timer = setTimeout(send, Math.max(Math.min(PAUSE, dirtyAt + LATEST - time), sentAt + PAUSE - time, 0));
  };

  form.addEventListener("input", () => {
    stopped = false;
    const time = performance.now();
    copyDue ||= time + PAUSE;  // also while somebody types without a pause
    clearTimeout(deviceTimer);
    deviceTimer = setTimeout(copy, Math.max(0, Math.min(DEVICE, copyDue - time)), false);
    plan();
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(deviceTimer);
    if (!form.elements.draft) form.append(Object.assign(element("input", ""), { type: "hidden", name: "draft", value: "1" }));
    copy(true);
  });
  addEventListener("pageshow", event => { if (event.persisted) stopped = false; });
  addEventListener("online", () => send());
  addEventListener("focus", () => send());
  document.addEventListener("visibilitychange", () => { if (document.hidden) { copy(); send({ leaving: true }); } else send(); });
  setInterval(() => {
    if (savedAt && status.textContent && when.textContent) when.textContent = ` ${age(savedAt)}`;
    if (isDirty() && performance.now() - sentAt > LATEST) send();  // try again
  }, 1000);
  await look().catch(() => {});
  if (isDirty()) send();
};

begin(document.querySelector("form[data-guard] textarea").form);
