// Sends the form at once. A response parameter may itself be called "submit", hence the prototype's method.
"use strict";

HTMLFormElement.prototype.submit.call(document.querySelector("[data-send-at-once]"));
