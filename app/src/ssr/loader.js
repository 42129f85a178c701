// A form that is sent before its island is live waits for it; its password goes nowhere else.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("island" in form.dataset) || form.closest("[data-component]")?.dataset.live) return;
  event.preventDefault();
  form.dataset.early = "1";
}, true);
const parsed = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});
// Where a form cannot come to life, its notice takes its place: what is the matter, and the other way. Nobody is led there.
const giveUp = async () => {
  await parsed;
  for (const notice of document.querySelectorAll("[data-plain]")) {
    const root = notice.closest("[data-component]");
    if (root.dataset.live) continue;
    root.querySelector("form").hidden = true;
    notice.hidden = false;
  }
};
// iPhones in Lockdown Mode have none.
if (typeof WebAssembly !== "object") giveUp();
else import(PKG + ".js").then(async (module) => {
  await module.default({ module_or_path: PKG_WASM });
  if (document.querySelector("leptos-island")) await module.hydrate();
  for (const element of document.querySelectorAll("[data-component]")) {
    await module[element.dataset.component]?.(element);
    element.dataset.live = "1";
    element.querySelector("form[data-early]")?.requestSubmit();
  }
}).catch((error) => {
  giveUp();
  throw error;
});
