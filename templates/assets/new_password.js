// Marks each rule of a new password as it is met, and warns of what is easily guessed. Nothing is held back here: the
// server decides, with a larger dictionary, and the page works without this script.
"use strict";

const kinds = {
  upper: /\p{Uppercase}/u,
  lower: /\p{Lowercase}/u,
  digit: /\p{N}/u,
  special: /[^\p{Alphabetic}\p{N}]/u,
};

// Rows in which neighbours are typed one after the other, on the keyboards and in the alphabets of our languages.
const rows = [
  "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiopü", "azertyuiop",
  "asdfghjklñ", "asdfghjklöä", "zxcvbnm", "yxcvbnm", "!\"#$%&", "!\"§$%&", "!@#$%^&*",
];

// What people choose first, without what the rows, years and repetitions find anyway.
const common = (
  "access admin amor baseball batman beispiel bienvenido changeme charlie computer contrasena contraseña default dragon " +
  "ejemplo example flower football freedom fussball fußball futbol fútbol geheim guest hallo hello hola iloveyou " +
  "internet invierno kennwort letmein liebe login love master monkey ninja pass passw passwor passwort password " +
  "primavera prinzessin princess princesa schatz secret secreto shadow soccer solar sommer spring start starwars " +
  "summer sunshine superman teamo temporal test trustno user usuario verano welcome wilkommen willkommen winter"
).split(" ");

const looksLike = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s", "!": "i" };

// How long a piece of a row, forwards or backwards, stands at the beginning of `rest`.
function run(rest) {
  let longest = 0;
  for (const row of rows) {
    for (const line of [row, [...row].reverse().join("")]) {
      const start = line.indexOf(rest[0]);
      let length = 0;
      while (start >= 0 && start + length < line.length && line[start + length] === rest[length]) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function word(rest, words) {
  const plain = [...rest].map((c) => looksLike[c] ?? c).join("");
  const found = words.filter((known) => rest.startsWith(known) || plain.startsWith(known));
  return Math.max(0, ...found.map((known) => known.length));
}

// What an attacker tries before single characters: its kind, its length, and the power of ten of the guesses it takes.
function pattern(rest, personal) {
  const found = [
    ["personal", word(rest, personal), 1],
    ["common", word(rest, common), 2],
    ["year", rest.match(/^(?:19|20)\d\d/)?.[0].length ?? 0, 2],
    ["repeat", rest.match(/^(.{1,4}?)\1{2,}|^(.{3,})\2/u)?.[0].length ?? 0, 2],
    ["run", run(rest), 1.5],
  ];
  const useful = found.filter(([kind, length]) => length >= (kind === "run" ? 4 : 3));
  return useful.sort((one, other) => other[1] - one[1])[0];
}

// A score from 0 to 4 for the power of ten of the guesses, on zxcvbn's scale, and the first thing to be said about it.
function judge(password, personal) {
  const text = password.toLowerCase();
  const kindsFound = new Set();
  let power = 0;
  for (let at = 0; at < text.length;) {
    const [kind, length, cost] = pattern(text.slice(at), personal) ?? [null, 1, 1];
    if (kind) kindsFound.add(kind);
    power += cost;
    at += length;
  }
  const score = [3, 6, 8, 10].filter((limit) => power >= limit).length;
  const said = ["personal", "year", "common", "run", "repeat"].find((kind) => kindsFound.has(kind));
  return { score, advice: score >= 3 ? null : score === 2 ? "more" : said ?? "more" };
}

// The words of the form's other entries: names, and the parts of the address.
function personalWords(input) {
  const others = [...input.form.elements].filter((field) =>
    field !== input && field.matches("input:not([type=hidden], [autocomplete=current-password])"));
  return others.flatMap((field) => field.value.toLowerCase().split(/[^\p{Alphabetic}\p{N}]+/u))
    .filter((piece) => piece.length >= 3);
}

function watch(list) {
  const input = document.getElementById(list.dataset.rules);
  const box = document.querySelector(`[data-strength="${input.id}"]`);
  const [label, meter, advice, status] = [...box.children, box.nextElementSibling];

  const mark = (password) => [...list.children].filter((rule) => {
    const { rule: kind } = rule.dataset;
    const met = kind === "length" ? [...password].length >= input.minLength : kinds[kind].test(password);
    rule.dataset.state = met ? "met" : "open";
    rule.querySelector(".hidden-text").textContent = met ? list.dataset.met : list.dataset.open;
    return !met;
  });

  const warn = (password) => {
    const { score, advice: kind } = judge(password, personalWords(input));
    label.textContent = box.dataset[score < 2 ? "weak" : score < 3 ? "fair" : "good"];
    // An empty bar would look like one that does not work.
    meter.value = Math.max(score, 0.5);
    advice.textContent = kind ? box.dataset[kind] : "";
    box.hidden = password === "";
  };

  // Screen readers hear it when the person pauses, not at each key.
  let pause;
  const announce = (open) => {
    const names = open.map((rule) => rule.querySelector("span").firstChild.data);
    const still = names.length > 0 ? `${box.dataset.still} ${names.join(", ")}.` : "";
    status.textContent = box.hidden ? "" : `${label.textContent}. ${advice.textContent} ${still}`;
  };

  const look = () => {
    const password = input.value.normalize("NFC");
    const open = mark(password);
    warn(password);
    clearTimeout(pause);
    pause = setTimeout(announce, 1200, open);
  };
  // A name typed after the password makes it easier to guess, too.
  input.form.addEventListener("input", (event) => {
    if (event.target === input || input.value) look();
  });
}

document.querySelectorAll("[data-rules]").forEach(watch);
