// The style sheet that all own components share: fetched once a page, worn by each of them.
// Sent with every component it would be most of what the browser gets.
const sheets = (globalThis.linchpinSheets ??= new Map());

async function fetched(address) {
  const answer = await fetch(new URL(address, document.baseURI));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  sheets.set(address, sheet);
  return sheet;
}

// Hide an element until its sheet is there, which it is at once for all but the first; tell when.
function styled(element) {
  const root = element.getRootNode();
  const wear = (sheet) => {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  const kept = sheets.get(SHEET);
  if (kept instanceof CSSStyleSheet) {
    wear(kept);
    return Promise.resolve();
  }
  const coming = kept ?? fetched(SHEET);
  sheets.set(SHEET, coming);
  element.style.display = "none";
  return coming
    .then(wear, () => sheets.delete(SHEET))
    .finally(() => {
      element.style.display = "";
    });
}
