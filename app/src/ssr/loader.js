// A form that is sent before it is live waits for that; its password goes nowhere else.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const component = form.closest("[data-component]");
  if (!("island" in form.dataset) || (component && component.dataset.live)) return;
  event.preventDefault();
  form.dataset.early = "1";
}, true);
const parsed = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});
// A sender's page that lacks a part says so; nobody hears from a part that does not come.
const tellLost = async () => {
  await parsed;
  const lost = document.querySelector("leptos-island") && document.querySelector("[data-lost]");
  if (lost) lost.hidden = false;
};
// Where a form cannot come to life, its notice takes its place: what is the matter, and the other way. Nobody is led there.
const giveUp = async () => {
  await parsed;
  for (const notice of document.querySelectorAll("[data-plain]")) {
    const root = notice.closest("[data-component]");
    if (root.dataset.live) continue;
    root.querySelector("form").hidden = true;
    notice.hidden = false;
  }
  await tellLost();
};
// A bad line loses requests. What it has lost is asked for again, each time a little later: browsers tell a TypeError.
const again = async (ask) => {
  for (const wait of [500, 1500, 3000]) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
  return ask();
};
// Parts of the code that come later are asked for with this.
const ask = fetch;
window.fetch = (address, options) => {
  if (!/\.wasm$/.test(address)) return ask(address, options);
  const part = again(async () => {
    const answer = await ask(address, options);
    if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
    return new Response(await answer.arrayBuffer(), answer);
  });
  part.catch(tellLost);
  return part;
};
// iPhones in Lockdown Mode have none.
if (typeof WebAssembly !== "object") giveUp();
else again(() => import(PKG + ".js")).then(async (module) => {
  // Read as it comes, which a phone does faster than all at once.
  await again(() => module.default({ module_or_path: ask(PKG_WASM) }));
  if (document.querySelector("leptos-island")) await module.hydrate();
  const ended = await Promise.allSettled(Array.from(document.querySelectorAll("[data-component]"), async (element) => {
    await module[element.dataset.component](element);
    element.dataset.live = "1";
    const early = element.querySelector("form[data-early]");
    if (early) early.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  }));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}).catch((error) => {
  giveUp();
  throw error;
});
