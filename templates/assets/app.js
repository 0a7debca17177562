// Small conveniences. Every page works without them, so their buttons are served hidden.
"use strict";

// Shows the password, and hides it again.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = button.textContent;
    const label = button.getAttribute("aria-label");
    input.type = input.type === "password" ? "text" : "password";
    button.textContent = button.dataset.other;
    button.setAttribute("aria-label", button.dataset.otherLabel);
    button.dataset.other = text;
    button.dataset.otherLabel = label;
  });
  // A password that is sent in clear text would be offered by the browser as an ordinary entry.
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

// Copies the text of an element, and says so. Only a secure context has a clipboard.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.querySelector("span").textContent = button.dataset.copied;
    button.nextElementSibling.textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// On a phone the row of tabs is longer than the window: begin where the person is.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A menu closes when one goes on elsewhere in the page, and with Escape.
const menus = document.querySelectorAll("details.menu");
for (const kind of menus.length > 0 ? ["click", "focusin"] : []) {
  document.addEventListener(kind, (event) => {
    for (const menu of menus) menu.open = menu.open && menu.contains(event.target);
  });
}
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && [...menus].find((one) => one.open);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
