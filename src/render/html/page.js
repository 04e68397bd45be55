"use strict";
const page = document.documentElement;
document.getElementById("controls").hidden = false;
document.getElementById("language").addEventListener("click", () => {
  page.lang = page.lang === "en" ? "zh-CN" : "en";
});
for (const box of document.querySelectorAll("#controls input")) {
  const show = () => page.classList.toggle("without-" + box.name, !box.checked);
  box.addEventListener("change", show);
  show();
}
