// A form that is sent before its island is live waits for it; its password goes nowhere else.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("island" in form.dataset) || form.closest("[data-component]")?.dataset.live) return;
  event.preventDefault();
  form.dataset.early = "1";
}, true);
import(PKG + ".js").then(async (module) => {
  await module.default({ module_or_path: PKG_WASM });
  module.hydrate();
  for (const element of document.querySelectorAll("[data-component]")) {
    await module[element.dataset.component]?.(element);
    element.dataset.live = "1";
    element.querySelector("form[data-early]")?.requestSubmit();
  }
});
