new-password-length = { $least ->
    [one] { $least } character or more
   *[other] { $least } characters or more
}
new-password-upper = An upper-case letter
new-password-lower = A lower-case letter
new-password-digit = A digit
new-password-special = A special character
new-password-met = : met
new-password-open = : still open
new-password-failed = : was not met

new-password-broken = { $count ->
    [one] The password was not accepted: { $count } rule is not met. It is marked below.
   *[other] The password was not accepted: { $count } rules are not met. They are marked below.
}
new-password-broken-weak = { $count ->
    [one] The password was not accepted: { $count } rule is not met (it is marked below), and it is easily guessed.
   *[other] The password was not accepted: { $count } rules are not met (they are marked below), and it is easily guessed.
}
new-password-weak = The password was not accepted: it is easily guessed. Choose another.
new-password-too-long = A password can have up to { $most } characters. Choose a shorter one.
new-password-advice = Known passwords, names, dates and rows of keys are guessed first. Three or four words that don’t belong together make a good password.

new-password-strength-weak = Strength: weak
new-password-strength-fair = Strength: fair
new-password-strength-good = Strength: good
new-password-personal = It contains something about you, which is guessed first. Choose words that have nothing to do with you.
new-password-common = It contains a word that many people use. Add two or three words that don’t belong together.
new-password-year = A word with a year or a date is soon guessed. Add two or three words.
new-password-repeat = Repetitions hardly make it stronger. Add different words.
new-password-run = Rows of letters, digits or keys are guessed first. Add two or three words.
new-password-more = A few more characters, or another word, make it stronger.
new-password-still = Still open:
