// Goes on to the app when the pages of all apps are loaded, or after two seconds: a page that hangs holds up nobody.
"use strict";
const way = document.querySelector("[data-go-on]");
if (way) {
  let goes = false;
  const goOn = () => {
    if (goes) return;
    goes = true;
    // This page has done its work: "Back" does not lead to it.
    location.replace(way.href);
  };
  addEventListener("load", goOn);
  setTimeout(goOn, 2000);
}

// Where the page stays, it looks some more times how it stands with the apps that have not answered: most do within a
// second. Afterwards there is the link.
const look = async (times) => {
  const again = document.querySelector("[data-look-again]");
  if (!again || times === 0) return;
  try {
    const answer = await fetch(again.href, { mode: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [shown, now] = [document, page].map((side) => side.querySelector("[data-receipt]"));
    // What has not changed is not read out again, and whoever is at the link stays there.
    if (shown && now && !shown.isEqualNode(now)) {
      const focused = document.activeElement?.href;
      shown.replaceChildren(...now.childNodes);
      if (focused) [...shown.querySelectorAll("a")].find((link) => link.href === focused)?.focus();
    }
  } catch {
    // Whoever is offline, or goes away, is shown what is known.
  }
  setTimeout(look, 2000, times - 1);
};
if (!way) setTimeout(look, 1500, 8);
