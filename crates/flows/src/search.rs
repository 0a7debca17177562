//! Words by which people and companies are found: without letter case and accents, so that whoever hears a name on the
//! telephone finds it.

use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::{fold, search_words};

/// How many rows get their words in one round.
const ROUND: i64 = 200;
/// Most characters of a word that are looked at.
const LONGEST: usize = 64;
/// Most words of a row: nobody is called by more.
const MOST: usize = 24;

/// Makes the words of those who are new, or have another name or address. Runs each second, on every replica. Gives how
/// many rows there were.
///
/// # Errors
/// When the database does not answer.
pub async fn index(ctx: &Ctx) -> Result<usize, Fault> {
    let people = search_words::unindexed_people(&ctx.store, ROUND).await?;
    let companies = search_words::unindexed_companies(&ctx.store, ROUND).await?;
    if people.is_empty() && companies.is_empty() {
        return Ok(0);
    }
    let written = ctx.store.write(|mut tx| async {
        for person in &people {
            let words = words_of(&[&person.given_name, &person.family_name, &person.email_key]);
            search_words::index_person(&mut tx, person, &words).await?;
        }
        for company in &companies {
            let words = words_of(&[&company.name, &company.slug]);
            search_words::index_company(&mut tx, company, &words).await?;
        }
        Ok((people.len() + companies.len(), tx))
    });
    Ok(written.await?)
}

/// The words of these texts. An address is a word of its own, too.
fn words_of(texts: &[&str]) -> Vec<String> {
    let whole = texts.iter().flat_map(|text| text.split_whitespace()).map(fold);
    let mut words: Vec<_> = whole
        .filter(|word| word.contains('@'))
        .chain(texts.iter().flat_map(|text| words(text)))
        .collect();
    words.sort();
    words.dedup();
    words.truncate(MOST);
    words
}

/// What was typed into a search, as words: the longest first, because it tells most.
pub(crate) fn asked(text: &str) -> Vec<String> {
    let mut asked: Vec<_> = text
        .split_whitespace()
        .flat_map(|piece| match piece.contains('@') {
            true => vec![fold(piece)],
            false => words(piece),
        })
        .collect();
    asked.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    asked
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        assert_eq!(
            words_of(&["Zoë María", "Ñandú-Öz"]),
            ["maria", "nandu", "oz", "zoe"]
        );
        assert_eq!(asked(" ÑANDÚ zoe "), ["nandu", "zoe"]);
        assert_eq!(
            asked("Strauß"),
            words_of(&["STRAUSS"]),
            "as in the list of a company"
        );
    }

    #[test]
    fn an_address_is_a_word_and_so_are_its_parts() {
        let words = words_of(&["ada.s@sonnenfeld.example"]);
        assert_eq!(
            words,
            ["ada", "ada.s@sonnenfeld.example", "example", "s", "sonnenfeld"]
        );
        assert_eq!(asked("Ada.S@Sonnen"), ["ada.s@sonnen"]);
        assert_eq!(asked("sonnenfeld-energien"), ["sonnenfeld", "energien"]);
        assert_eq!(asked(" - "), Vec::<String>::new());
    }
}
