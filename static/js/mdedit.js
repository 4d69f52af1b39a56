// Help for long texts in a plain <textarea data-mdedit>: toolbar, lists that go on, paste from Word.
// Loaded by the field itself (templates/own/layout/tools.html), perhaps more than once: hence the block and data-ready.
{
  const SKIPPED = /^(style|script|meta|link|o:p|xml|title|head|img|svg)$/;
  const BLOCKS = /^(p|div|h[1-6]|ul|ol|table|blockquote)$/;
  const styleOf = node => node.getAttribute("data-st") || "";

  // A star between letters is a letter: Berater*innen stays readable and is not escaped.
  const escape = text => text.replace(/\u00a0/g, " ").replace(/[ \t\r\n]+/g, " ")
    .replace(/([_`[\]<>\\]|(?<!\p{L})\*|\*(?!\p{L}))/gu, "\\$1");

  const around = (text, sign) => text.replace(/^(\s*)([^]*?)(\s*)$/, `$1${sign}$2${sign}$3`);

  const marked = (node, text) => {
    const core = text.trim(), name = node.localName, style = styleOf(node), href = node.getAttribute("href") || "";
    if (!core) return text;
    if (name === "b" || name === "strong" || /font-weight:\s*(bold|[6-9]00)/i.test(style)) return around(text, "**");
    if (name === "i" || name === "em" || /font-style:\s*italic/i.test(style)) return around(text, "*");
    if (name === "a" && /^(https?:|mailto:)/i.test(href)) return `[${core}](${href})`;
    return text;
  };

  const inline = node => [...node.childNodes].map(child => {
    if (child.nodeType === Node.TEXT_NODE) return escape(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(child.localName)) return "";
    if (/mso-list:\s*ignore/i.test(styleOf(child))) return "";        // Word draws its bullet as text
    return child.localName === "br" ? "\n" : marked(child, inline(child));
  }).join("");

  const headingLevel = node => {
    const found = /^h([1-6])$/.exec(node.localName) || /^MsoHeading([1-6])/.exec(node.className);
    return found ? Number(found[1]) : node.className === "MsoTitle" ? 1 : 0;
  };

  const wordListItem = node => {
    const style = styleOf(node), level = Number((/level(\d)/.exec(style) || [0, 1])[1]) - 1;
    const sign = (node.querySelector("[data-st*='mso-list']") || node).textContent.trim();
    const text = inline(node).trim().replace(/^([·•o§-]|\d+[.)])\s+/, "");
    return { item: "    ".repeat(level) + (/^\(?\d+[.)]/.test(sign) ? "1. " : "- ") + text };
  };

  const list = (node, depth, out) => {
    for (const li of node.children) {
      if (li.localName !== "li") continue;
      const own = li.cloneNode(true);
      own.querySelectorAll("ul,ol").forEach(sub => sub.remove());
      out.push({ item: "    ".repeat(depth) + (node.localName === "ol" ? "1. " : "- ") + inline(own).trim() });
      for (const sub of li.children) if (/^[uo]l$/.test(sub.localName)) list(sub, depth + 1, out);
    }
  };

  const table = node => {
    const rows = [...node.querySelectorAll("tr")].map(row =>
      [...row.children].map(cell => inline(cell).trim().replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|")));
    return rows.length && [rows[0], rows[0].map(() => "---"), ...rows.slice(1)].map(row => `| ${row.join(" | ")} |`).join("\n");
  };

  const blocks = (root, out = []) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) { if (node.data.trim()) out.push(escape(node.data).trim()); continue; }
      if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.localName)) continue;
      const name = node.localName, level = headingLevel(node);
      if (level) out.push("#".repeat(Math.min(3, level)) + " " + inline(node).trim());
      else if (name === "p" && /MsoList|mso-list:\s*l\d/i.test(node.className + " " + styleOf(node))) out.push(wordListItem(node));
      else if (name === "ul" || name === "ol") list(node, 0, out);
      else if (name === "table") out.push(table(node));
      else if (name === "blockquote") out.push(joined(blocks(node)).replace(/^/gm, "> "));
      else if ([...node.children].some(child => BLOCKS.test(child.localName))) blocks(node, out);
      else out.push(inline(node).trim());
    }
    return out.filter(part => part && part !== "#");
  };

  const joined = parts => parts.map((part, i) => part.item === undefined ? part + "\n\n"
    : part.item + (parts[i + 1]?.item === undefined ? "\n\n" : "\n")).join("").trim();

  // `style` is renamed before parsing: the content security policy would report each one.
  const toMarkdown = html => joined(blocks(new DOMParser().parseFromString(
    html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-st="), "text/html").body));

  const insert = (area, text) => {
    area.focus();
    // execCommand keeps the browser's undo alive.
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const paste = event => {
    const html = event.clipboardData.getData("text/html");
    if (!/<(p|h\d|ul|ol|li|table|b|strong|i|em|a)\b/i.test(html)) return;
    const text = toMarkdown(html);
    if (text) { event.preventDefault(); insert(event.target, text); }
  };

  const continueList = event => {
    const area = event.target, at = area.selectionStart;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || at !== area.selectionEnd) return;
    const line = area.value.slice(area.value.lastIndexOf("\n", at - 1) + 1, at);
    const found = /^(\s*)([-*]|\d+\.)\s+(.*)$/.exec(line);
    if (!found) return;
    event.preventDefault();
    if (found[3]) insert(area, `\n${found[1]}${/\d/.test(found[2]) ? parseInt(found[2], 10) + 1 + "." : found[2]} `);
    else { area.setSelectionRange(at - line.length, at); insert(area, ""); }
  };

  const format = (area, button) => {
    const kind = button.dataset.md;
    let { selectionStart: from, selectionEnd: to } = area;
    if (kind === "b" || kind === "i") {
      const sign = kind === "b" ? "**" : "*", chosen = area.value.slice(from, to), text = chosen || button.dataset.example;
      insert(area, around(text, sign));
      if (!chosen) area.setSelectionRange(from + sign.length, from + sign.length + text.length);
      return;
    }
    from = area.value.lastIndexOf("\n", from - 1) + 1;
    const end = area.value.indexOf("\n", to), sign = { h: "## ", ul: "- ", ol: "1. ", q: "> " }[kind];
    area.setSelectionRange(from, end < 0 ? area.value.length : end);
    const lines = area.value.slice(from, area.selectionEnd).split("\n"), there = lines.every(line => line.startsWith(sign));
    insert(area, lines.map(line => (there ? "" : sign) + line.replace(/^(#+ |- |\d+\. |> )/, "")).join("\n"));
  };

  const toolbar = (area, bar) => {
    const buttons = [...bar.querySelectorAll("button")];
    const choose = index => { buttons.forEach((button, i) => { button.tabIndex = i === index ? 0 : -1; }); };
    choose(0);
    bar.hidden = false;
    bar.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    });
    bar.addEventListener("click", event => {
      const button = event.target.closest("[data-md]");
      if (button) format(area, button);
    });
  };

  const prepare = root => {
    for (const area of root.querySelectorAll("textarea[data-mdedit]:not([data-ready])")) {
      area.dataset.ready = "1";
      area.addEventListener("paste", paste);
      area.addEventListener("keydown", continueList);
      const bar = document.querySelector(`[role=toolbar][aria-controls="${area.id}"]`);
      if (bar) toolbar(area, bar);
    }
  };
  prepare(document);
  document.addEventListener("htmx:load", event => prepare(event.detail.elt));
}
