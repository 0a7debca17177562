// Tells the page of an app whether the login has changed since it got its session_state (OpenID Connect Session
// Management 1.0, 3.2). What is compared is made as in the provider: session_state in its protocol.
"use strict";
{
  const loginState = () => {
    const cookies = document.cookie.split("; ").map((cookie) => cookie.split("="));
    // Another host of the domain can set the name without prefix.
    const expected = location.protocol === "https:" ? "__Host-vk_state" : "vk_state";
    const own = cookies.find(([name]) => name === expected);
    return own ? own[1] : "";
  };

  const digest = async (text) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
    return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };

  const answer = async (message, origin) => {
    const asked = typeof message === "string" && message.match(/^(.+) ([\w-]+)\.([\w-]+)$/);
    if (!asked) return "error";
    const [, client, known, salt] = asked;
    const now = await digest(`${client} ${origin} ${loginState()} ${salt}`);
    return now === known ? "unchanged" : "changed";
  };

  addEventListener("message", async (event) => {
    // A page without an origin can't be answered by it, and our own answers ask nothing.
    if (event.source === window || event.origin === "null") return;
    event.source.postMessage(await answer(event.data, event.origin), event.origin);
  });
}
