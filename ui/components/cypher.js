// The Cypher editor: CodeMirror where its bundle can be had, else a plain text area.
// Ctrl+Enter or the button runs; what is typed is sent when it runs, not at each key.

const KEYWORDS = new Set(
  ("all and any as asc ascending by call case contains create delete desc descending detach distinct else end ends exists false for foreach from in is limit match merge none not null on optional or order reduce remove return set shortestpath single skip starts then true union unwind when where with xor yield count collect").split(" "),
);
const editors = new WeakMap();

function token(stream) {
  if (stream.eatSpace()) return null;
  if (stream.match(/^\/\/.*/)) return "comment";
  if (stream.match(/^\/\*.*?\*\//)) return "comment";
  if (stream.match(/^'(?:\\.|[^'\\])*'?/) || stream.match(/^"(?:\\.|[^"\\])*"?/)) return "string";
  if (stream.match(/^\$\w+/)) return "variableName.special";
  if (stream.match(/^`[^`]*`?/)) return "typeName";
  if (stream.match(/^:\s*[A-Za-z_]\w*/)) return "typeName";
  if (stream.match(/^\d+(\.\d+)?/)) return "number";
  if (stream.match(/^\.[A-Za-z_]\w*/)) return "propertyName";
  const word = stream.match(/^[A-Za-z_]\w*/);
  if (word) {
    if (KEYWORDS.has(word[0].toLowerCase())) return "keyword";
    return stream.match(/^\s*\(/, false) ? "function" : "variableName";
  }
  stream.next();
  return null;
}

function dress(cm) {
  const { HighlightStyle, tags, EditorView } = cm;
  const look = HighlightStyle.define([
    { tag: tags.keyword, color: "var(--lp-primary-soft-text)", fontWeight: "600" },
    { tag: tags.typeName, color: "var(--lp-good)" },
    { tag: tags.string, color: "var(--lp-warn)" },
    { tag: tags.special(tags.variableName), color: "var(--lp-influence)" },
    { tag: tags.comment, color: "var(--lp-faint)" },
    { tag: tags.number, color: "var(--lp-warn)" },
    { tag: tags.function(tags.variableName), color: "var(--lp-primary-soft-text)" },
    { tag: tags.propertyName, color: "var(--lp-text)" },
  ]);
  const theme = EditorView.theme({
    "&": { fontSize: "12.5px", backgroundColor: "transparent", color: "var(--lp-text)", height: "100%" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "'Source Code Pro', 'Noto Sans Mono CJK SC', monospace", lineHeight: "21px" },
    ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--lp-faint)" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--lp-primary) 6%, transparent)" },
    ".cm-cursor": { borderLeftColor: "var(--lp-text)" },
    ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "var(--lp-primary-soft) !important" },
    ".cm-tooltip": { backgroundColor: "var(--lp-card)", color: "var(--lp-text)", border: "1px solid var(--lp-line-strong)", borderRadius: "6px" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--lp-button)", color: "#fff" },
  });
  const language = cm.StreamLanguage.define({
    token,
    tokenTable: { function: tags.function(tags.variableName), "variableName.special": tags.special(tags.variableName) },
    languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{", "'", '"'] } },
  });
  return [language, cm.syntaxHighlighting(look), theme];
}

function rich(cm, place, root, data, send) {
  const words = data.words.map((label) => ({ label, type: /^[A-Z_]+$/.test(label) ? "type" : "class" }));
  const keys = [...KEYWORDS].map((w) => ({ label: w.toUpperCase(), type: "keyword", boost: -1 }));
  const state = cm.EditorState.create({
    doc: data.text,
    extensions: [
      cm.keymap.of([{ key: "Mod-Enter", run: () => { send(); return true; } }]),
      cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.highlightActiveLine(), cm.bracketMatching(),
      cm.highlightSpecialChars(), cm.closeBrackets(),
      cm.autocompletion({ override: [cm.completeFromList([...words, ...keys])], activateOnTyping: true, icons: false }),
      cm.keymap.of([...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
      cm.EditorView.contentAttributes.of({ "aria-label": data.label, spellcheck: "false" }),
      cm.EditorView.lineWrapping,
      ...dress(cm),
    ],
  });
  const view = new cm.EditorView({ state, parent: place, root });
  return {
    read: () => view.state.doc.toString(),
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}

function plain(place, data, send) {
  const area = document.createElement("textarea");
  area.value = data.text;
  area.setAttribute("aria-label", data.label);
  area.spellcheck = false;
  area.onkeydown = (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send(); }
  };
  place.replaceChildren(area);
  return { read: () => area.value, write: (text) => { area.value = text; } };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let frame = parentElement.querySelector(".lp-editor");
  if (!frame) {
    frame = document.createElement("div");
    frame.className = "lp-rows lp-editor";
    frame.innerHTML = '<div class="bar"></div><div class="text"></div>';
    parentElement.appendChild(frame);
    styled(frame);
  }
  const bar = frame.querySelector(".bar");
  const send = () => {
    const kept = editors.get(frame);
    if (kept && kept.editor) setTriggerValue("run", { text: kept.editor.read(), at: Date.now() });
  };
  if (bar.dataset.html !== data.bar) {
    bar.innerHTML = data.bar;
    bar.dataset.html = data.bar;
  }
  const button = bar.querySelector("[data-run]");
  if (button) button.onclick = send;

  const kept = editors.get(frame);
  if (!kept) {
    const place = frame.querySelector(".text");
    const own = { editor: null, given: data.text, send };
    editors.set(frame, own);
    const later = () => own.send();
    import(new URL(data.source, document.baseURI).href)
      .then((cm) => { own.editor = rich(cm, place, parentElement instanceof ShadowRoot ? parentElement : document, { ...data, text: own.given }, later); })
      .catch(() => { own.editor = plain(place, { ...data, text: own.given }, later); })
      .then(() => { frame.dataset.ready = "1"; });
    return;
  }
  kept.send = send;
  if (kept.given !== data.text) {
    kept.given = data.text;
    if (kept.editor && kept.editor.read() !== data.text) kept.editor.write(data.text);
  }
}
