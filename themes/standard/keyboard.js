// Heftfaden, standard theme: the switch for the key "/" on the page about the keyboard. `site.js` asks the same store at each key,
// and the search's dialog has the same switch.
self.heftfaden.behaviour("[data-slash]", (box) => {
  const KEY = "heftfaden-slash";
  const read = () => { try { box.checked = localStorage.getItem(KEY) !== "off"; } catch { box.disabled = true; } };
  box.addEventListener("change", () => { try { localStorage.setItem(KEY, box.checked ? "on" : "off"); } catch { /* nothing is kept here */ } });
  addEventListener("storage", read);
  return read;
});
