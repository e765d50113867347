"use strict";
// Builds the page from its data. Everything that comes from a file is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const names = data.names;
  const TYPES = ["repaired", "withheld", "damaged"];
  const BANDS = [["≥ 0.99", 0.99], ["0.9 – 0.99", 0.9], ["0.5 – 0.9", 0.5], ["< 0.5", 0]];
  const PAGE = 24; // rows of a section: about 5 ms to build and lay out
  const ROW = 72; // pixels of a row, before it has been measured

  // What cannot be seen or would turn the reading direction is shown by its number; joiners only
  // where they join nothing, since Persian and emoji need them.
  const JOINED = "\\p{L}\\p{M}\\p{Extended_Pictographic}\\ufe0f";
  const unseen = (more) => new RegExp("[\\0-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u180e\\u200b" +
    "\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb" +
    "\\ud800-\\udfff\\ue000-\\uf8ff\\u{e0000}-\\u{e0fff}" + more + "]" +
    `|(?<![${JOINED}])[\\u200c\\u200d]|[\\u200c\\u200d](?![${JOINED}])`, "gu");
  const UNSEEN = unseen("");
  // In a run that changes, so are the spaces that look like others.
  const HOT = unseen("\\xa0\\u2000-\\u200a\\u202f\\u205f");
  const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

  const escape = (char) => {
    const code = char.codePointAt(0), hex = code.toString(16);
    if (SHORT[char]) return SHORT[char];
    if (code <= 0xff) return "\\x" + hex.padStart(2, "0");
    return code <= 0xffff ? "\\u" + hex.padStart(4, "0") : "\\U" + hex.padStart(8, "0");
  };

  const make = (tag, kind, ...children) => {
    const node = document.createElement(tag);
    if (kind) node.className = kind;
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  };

  const fill = (node, text, escaped = UNSEEN) => {
    if (Array.isArray(text)) { // a long run: beginning, code points left out, end
      fill(node, text[0], escaped);
      node.append(make("span", "cut", `… ${text[1].toLocaleString("en")} more …`));
      return fill(node, text[2], escaped);
    }
    let at = 0;
    for (const match of text.matchAll(escaped)) {
      if (match.index > at) node.append(text.slice(at, match.index));
      node.append(make("span", "esc", escape(match[0])));
      at = match.index + match[0].length;
    }
    node.append(text.slice(at));
    return node;
  };

  const sure = (value) => (Math.floor(value * 1000 + 1e-6) / 1000).toFixed(3);
  const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  const kindOf = (row, edit) => (row.type === 2 ? "damage" : names[edit[2]]);
  const bandOf = (value) => BANDS.findIndex(([, least]) => value >= least);
  const editsOf = (row) => row.parts.filter((_, i) => i % 2);

  // -- rows -------------------------------------------------------------------------------------

  const rows = [];
  data.files.forEach((file, number) => {
    for (const [type, line, parts] of file.rows) rows.push({ type, line, parts, file: number });
    if (!file.rows.length && file.defective) rows.push({ type: 2, line: 0, parts: null, file: number });
  });

  const state = { types: new Set([0, 1, 2]), kinds: null, bands: new Set([0, 1, 2, 3]), file: -1, find: "" };

  const chosen = (edit) => state.kinds.has(names[edit[2]]) && state.bands.has(bandOf(edit[5]));

  const flat = (run) => (Array.isArray(run) ? run[0] + run[2] : run);
  const textsOf = (row) => !row.parts ? [] : row.type === 2 ? [row.parts[0] + flat(row.parts[1]) + row.parts[2], row.parts[3]]
    : row.parts.flatMap((part, i) => (i % 2 ? [flat(part[0]), flat(part[1]), names[part[3]]] : [part]));

  const matches = (row) => {
    if (!state.types.has(row.type)) return false;
    if (state.file >= 0 && row.file !== state.file) return false;
    if (row.type !== 2 && !editsOf(row).some(chosen)) return false;
    if (!state.find) return true;
    row.text ??= textsOf(row).join("\n").toLowerCase();
    return row.text.includes(state.find);
  };

  // The first letter decides, as in the browser's "auto"; but that skips the runs, which are apart.
  const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
  const directionOf = (texts) => {
    const letter = texts.map((text) => text.match(/\p{L}/u)?.[0]).find(Boolean);
    return letter && RIGHT.test(letter) ? "rtl" : "ltr";
  };

  const line = (row, which) => {
    const node = make("div", "text");
    node.dir = directionOf(row.parts.map((part, i) => (i % 2 ? flat(part[which]) : part)));
    row.parts.forEach((part, i) => {
      if (i % 2 === 0) return fill(node, part);
      const run = fill(make("mark", which ? "new" : "old"), part[which], HOT);
      if (!chosen(part)) run.classList.add("other");
      run.tabIndex = which ? 0 : -1;
      if (which) run.setAttribute("role", "button");
      run.edit = part;
      run.row = row;
      // A run of another direction must not carry its neighbours along.
      node.append(make("bdi", "", run));
    });
    return node;
  };

  const margin = (row) => {
    if (row.type === 2) {
      const [, , , , lost, length] = row.parts;
      return make("div", "margin", make("span", "tag hurt", "damaged"), make("div", "",
        `${plural(length, "character")}, ${Math.round(lost * 100)} % lost`));
    }
    const edits = editsOf(row);
    const least = Math.min(...edits.map((edit) => edit[5]));
    const inferred = edits.some((edit) => names[edit[4]] === "inferred");
    const bar = make("div", least < 0.9 ? "bar low" : "bar", make("i"));
    bar.firstChild.style.width = `${least * 100}%`;
    const chains = [...new Set(edits.map((edit) => names[edit[3]] || names[edit[2]]))].join(" + ");
    return make("div", "margin", make("div", "", make("b", "", sure(least)),
      inferred ? " inferred" : " lossless"), bar, fill(make("div"), chains),
      row.type === 1 ? make("span", "tag", "withheld") : null);
  };

  const build = (row) => {
    const texts = make("div", "texts");
    let column = 1;
    if (row.type === 2) {
      const [left, excerpt, right, reason] = row.parts;
      column = row.parts[6];
      const text = fill(make("div", "text"), left);
      text.dir = directionOf([left, flat(excerpt), right]);
      text.append(make("bdi", "", fill(make("mark", "hurt"), excerpt, HOT)));
      texts.append(fill(text, right), fill(make("div", "defects"), reason));
    } else {
      column = row.parts[1][6];
      texts.append(line(row, 0), line(row, 1));
    }
    const place = make("div", "place", `${row.line}:${column}`);
    place.title = `line ${row.line}, column ${column}`;
    return make("div", `row ${TYPES[row.type]}`, place, texts, margin(row));
  };

  const heading = (file) => {
    const facts = [file.verdict, file.mixed ? "mixed encodings" : file.encoding, `confidence ${sure(file.sure)}`];
    const node = make("h2", "", fill(make("bdi"), file.name), make("small", "", facts.filter(Boolean).join(" · ")));
    if (!file.defective) return [node];
    const shown = file.defects.slice(0, 12);
    const list = make("div", "defects", `${plural(file.defective, "run")} of bytes that do not decode: `);
    for (const [offset, bytes] of shown) list.append(make("code", "", bytes), ` at byte ${offset} `);
    if (file.defective > shown.length) list.append("…");
    return [node, list];
  };

  // -- sections: built when they come near, so that a long report opens at once -----------------

  const main = document.getElementById("rows");
  const build_section = (section) => {
    if (!section.todo) return;
    const nodes = [];
    for (const row of section.todo) {
      if (row.first) nodes.push(...heading(data.files[row.file]));
      if (row.parts) nodes.push(build(row));
    }
    section.todo = null;
    section.style.minHeight = "";
    section.append(...nodes);
    watcher.unobserve(section);
  };
  const watcher = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) build_section(entry.target);
  }, { rootMargin: "1500px 0px" });
  const idle = window.requestIdleCallback ?? ((call) => setTimeout(() => call({ timeRemaining: () => 5 }), 50));
  let round = 0;
  // The rest is built while nobody waits, so that the browser's own search finds all of it.
  const build_rest = (mine) => idle((time) => {
    if (mine !== round) return;
    while (time.timeRemaining() > 6) {
      const section = main.querySelector("section:empty");
      if (!section) return;
      build_section(section);
    }
    build_rest(mine);
  });
  window.addEventListener("beforeprint", () => main.querySelectorAll("section:empty").forEach(build_section));

  const show = () => {
    hide();
    watcher.disconnect();
    let last = -1;
    const found = rows.filter(matches).map((row) => {
      const first = row.file !== last && data.files.length > 0;
      last = row.file;
      return { ...row, first };
    });
    const sections = [];
    for (let at = 0; at < found.length; at += PAGE) {
      const section = make("section");
      section.todo = found.slice(at, at + PAGE);
      const height = `${section.todo.length * ROW}px`;
      section.style.minHeight = height;
      section.style.containIntrinsicSize = `auto ${height}`;
      sections.push(section);
    }
    main.replaceChildren(...sections);
    if (!found.length) main.append(make("p", "none", rows.length ? "No edit is left by these filters." : "Nothing was changed, withheld or found damaged."));
    sections.slice(0, 1).forEach(build_section);
    sections.slice(1).forEach((section) => watcher.observe(section));
    document.getElementById("count").textContent = `${plural(found.length, "place")} of ${rows.length.toLocaleString("en")}`;
    build_rest(++round);
  };

  // -- the card: what is known of an edit -------------------------------------------------------

  const card = document.getElementById("card");
  let pinned = null;
  const hide = () => { card.hidden = true; pinned = null; };
  const define = (list, name, value) => list.append(make("dt", "", name), make("dd", "", value));

  const reveal = (run) => {
    const [before, after, kind, chain, certainty, value, column, byte, evidence, others] = run.edit;
    const list = make("dl");
    define(list, "confidence", sure(value));
    define(list, "chain", fill(make("bdi"), names[chain] || "none"));
    define(list, "kind", `${names[kind]}, ${names[certainty]}`);
    define(list, "place", `line ${run.row.line}, column ${column}${byte < 0 ? "" : `, byte ${byte}`}`);
    if (evidence.length) define(list, "evidence", evidence.map(([name, bits]) => `${names[name]} ${bits}`).join(", ") + " bits");
    const pair = make("div", "pair", make("bdi", "", fill(make("span", "old"), before, HOT)), " → ",
      make("bdi", "", fill(make("span", "new"), after, HOT)));
    card.replaceChildren(pair, list);
    if (others.length) {
      const options = make("ol");
      for (const [text, through, odds] of others) {
        options.append(make("li", "", make("bdi", "", fill(make("span", "new"), text, HOT)),
          ` ${sure(odds)} `, fill(make("small"), names[through])));
      }
      card.append(make("div", "", "Or else:"), options);
    } else card.append(make("div", "defects", "No alternative."));
    card.hidden = false;
    const box = run.getBoundingClientRect(), own = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - own.width - 8));
    const below = box.bottom + own.height + 12 < innerHeight || box.top < own.height + 12;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 6 : box.top - own.height - 6) + scrollY}px`;
  };

  const runAt = (event) => event.target.closest?.("mark.old, mark.new");
  const toggle = (run) => {
    if (pinned === run) return hide();
    reveal(run);
    pinned = run;
  };
  main.addEventListener("pointerover", (event) => {
    const run = runAt(event);
    if (event.pointerType === "mouse" && !pinned) run ? reveal(run) : hide();
  });
  document.addEventListener("click", (event) => {
    const run = runAt(event);
    if (run?.edit) toggle(run);
    else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.key !== "Enter" && event.key !== " ") return;
    const run = runAt(event);
    if (run?.edit) { event.preventDefault(); toggle(run); }
  });

  // -- summary and filters ----------------------------------------------------------------------

  const edits = rows.flatMap((row) => (row.type === 2 ? [] : editsOf(row).map((edit) => ({ row, edit }))));
  const made = edits.filter(({ row }) => row.type === 0);
  const damage = rows.filter((row) => row.type === 2 && row.parts);
  const tile = (value, name) => make("div", "tile", make("b", "", value), make("span", "", name));
  const number = (value) => value.toLocaleString("en");
  const summary = document.getElementById("summary");
  const defective = data.files.reduce((sum, file) => sum + file.defective, 0);
  if (data.files.length !== 1) summary.append(tile(number(data.files.length), "files"));
  summary.append(tile(number(made.length), made.length === 1 ? "edit" : "edits"));
  summary.append(tile(number(edits.length - made.length), "withheld"));
  summary.append(tile(number(damage.length), "left damaged"));
  if (defective) summary.append(tile(number(defective), "undecodable runs"));
  if (made.length) {
    const least = made.reduce((low, { edit }) => Math.min(low, edit[5]), 1);
    summary.append(tile(sure(least), "least confidence"));
  }

  const count = (of) => edits.reduce((map, each) => map.set(of(each), (map.get(of(each)) ?? 0) + 1), new Map());
  const nav = document.getElementById("filters");
  const chip = (name, total, set, value) => {
    const node = make("button", "chip", name, " ", make("span", "", number(total)));
    node.type = "button";
    node.setAttribute("aria-pressed", "true");
    node.addEventListener("click", () => {
      set.has(value) ? set.delete(value) : set.add(value);
      node.setAttribute("aria-pressed", String(set.has(value)));
      show();
    });
    return node;
  };
  const group = (title, chips) => {
    if (chips.length < 2) return;
    const node = make("div", "group", make("i", "", title), ...chips);
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", title);
    nav.append(node);
  };

  const kinds = count(({ row, edit }) => kindOf(row, edit));
  state.kinds = new Set(kinds.keys());
  const bands = count(({ edit }) => bandOf(edit[5]));
  const totals = [made.length, edits.length - made.length, damage.length];
  group("show", TYPES.map((name, i) => (totals[i] ? chip(name, totals[i], state.types, i) : null)).filter(Boolean));
  group("kind", [...kinds].map(([name, total]) => chip(name, total, state.kinds, name)));
  group("confidence", BANDS.map(([name], i) => (bands.has(i) ? chip(name, bands.get(i), state.bands, i) : null)).filter(Boolean));
  if (data.files.length > 1) {
    const select = make("select", "", new Option("all files", -1));
    select.setAttribute("aria-label", "File");
    data.files.forEach((file, i) => file.rows.length && select.append(new Option(file.name.replace(UNSEEN, escape), i)));
    select.addEventListener("change", () => { state.file = Number(select.value); show(); });
    nav.append(select);
  }
  const find = make("input");
  find.type = "search";
  find.placeholder = "find";
  find.setAttribute("aria-label", "Find in the edits");
  let wait = 0;
  find.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => { state.find = find.value.toLowerCase(); show(); }, 120);
  });
  nav.append(find, make("span"));
  nav.lastChild.id = "count";
  fill(document.getElementById("made"), data.made);
  show();
})();
