// Goes on to the app when the pages of all apps are loaded, or after two seconds: a page that hangs holds up nobody.
"use strict";
{
  const way = document.querySelector("[data-go-on]");
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
