//! Two stewards at the same instant.

use super::*;
use tokio::task::JoinSet;

/// Sends forms at the same instant, each from its browser: where they land.
async fn at_once(forms: Vec<(Browser, FilledForm)>) -> Vec<Landed> {
    let mut tasks = JoinSet::new();
    for (mut browser, form) in forms {
        tasks.spawn(async move { form.submit(&mut browser).await });
    }
    tasks.join_all().await
}

fn statuses(landed: Vec<Landed>) -> Vec<(u16, bool)> {
    let mut found: Vec<_> = landed
        .into_iter()
        .map(|landed| {
            let page = landed.page();
            // Until the list of members is there, its address is not found either.
            let is_done = page.url.path() == MEMBERS;
            (if is_done { 200 } else { page.status.as_u16() }, is_done)
        })
        .collect();
    found.sort_unstable();
    found
}

/// How many admins of Sonnenfeld can log in.
async fn admins_left(world: &World) -> usize {
    let company = company(world, "sonnenfeld").await;
    let admins = memberships::admins(world.store().await, &company).await;
    admins.unwrap().len()
}

async fn forms_against_each_other(world: &World, deeds: [&str; 2]) -> Vec<(Browser, FilledForm)> {
    let mut ada = world.signed_in("ada").await;
    let mut eva = world.signed_in("eva").await;
    let of_ada = asked(world, &mut ada, "eva", deeds[0]).await.form();
    let of_eva = asked(world, &mut eva, "ada", deeds[1]).await.form();
    vec![(ada, of_ada), (eva, of_eva)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_act_on_each_other_leave_one() {
    for deeds in [
        ["make-member", "make-member"],
        ["remove", "remove"],
        ["block", "block"],
        ["make-member", "block"],
        ["remove", "block"],
        ["make-member", "remove"],
    ] {
        let world = world().await;
        let forms = forms_against_each_other(&world, deeds).await;
        let mut landed = Vec::new();
        for page in at_once(forms).await {
            landed.push(page.page());
        }
        let done = landed.iter().filter(|page| page.url.path() == MEMBERS).count();
        assert_eq!(done, 1, "{deeds:?}: {landed:?}");
        assert_eq!(admins_left(&world).await, 1, "{deeds:?}");
    }
}

/// From the page of either company, on whose members both are admins.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_of_two_companies_do_not_block_each_other_either() {
    let world = world().await;
    for name in ["ada", "eva"] {
        put(&world, name, "solluna", Role::Admin).await;
    }
    remove(&world, "nils", "solluna").await;
    let mut forms = forms_against_each_other(&world, ["block", "block"]).await;
    let (eva, _) = forms.pop().expect("Eva's");
    let mut eva = eva;
    let address = page_of(&world, "ada", "block")
        .await
        .replace("sonnenfeld", "solluna");
    let form = eva.get(&address).await.page().form();
    forms.push((eva, form));
    at_once(forms).await;
    let blocked = [world.person("ada").await, world.person("eva").await]
        .iter()
        .filter(|person| person.blocked_at.is_some())
        .count();
    assert_eq!((blocked, admins_left(&world).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_deed_of_two_admins_is_done_once_and_told_to_both() {
    for deed in ["reset-otp", "block", "make-admin", "remove"] {
        let world = world().await;
        let mut forms = Vec::new();
        for name in ["ada", "eva"] {
            let mut browser = world.signed_in(name).await;
            let form = asked(&world, &mut browser, "ben", deed).await.form();
            forms.push((browser, form));
        }
        world.mails().await;
        let told = statuses(at_once(forms).await);
        let expected: &[_] = match deed {
            // Whoever came second is told that nobody is there any more.
            "remove" => &[(200, true), (404, false), (422, false)],
            _ => &[(200, true)],
        };
        assert!(told.iter().all(|one| expected.contains(one)), "{deed}: {told:?}");
        assert!(told.contains(&(200, true)), "{deed}: {told:?}");
        assert_eq!(
            world.mails().await.len(),
            usize::from(deed == "reset-otp"),
            "{deed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_invitations_of_one_address_one_goes_out() {
    let world = world().await;
    let mut forms = Vec::new();
    for name in ["ada", "eva"] {
        let mut browser = world.signed_in(name).await;
        let form = browser.get(INVITE).await.page().form();
        forms.push((browser, form.fill("email", "ida@sonnenfeld.example")));
    }
    world.mails().await;
    assert_eq!(statuses(at_once(forms).await), [(200, true), (422, false)]);
    assert_eq!(invited(&world, "ida@sonnenfeld.example").await.len(), 1);
    assert_eq!(world.mails().await.len(), 1);
}
