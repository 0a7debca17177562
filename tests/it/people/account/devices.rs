//! Where a person is signed in, and signing out there.

use super::*;
use crate::harness::{days, minutes};

const SIGN_OUT: &str = "/account/devices/sign-out";
const OTHERS: &str = "/account/devices/sign-out-others";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                     Version/18.5 Mobile/15E148 Safari/604.1";

async fn devices(browser: &mut Browser) -> Page {
    shown(browser, "/account/devices?ui_locales=en").await
}

/// How many devices a page lists.
fn listed(page: &Page) -> usize {
    page.html.matches("class=\"list__title\"").count()
}

/// A browser on a phone in which Carla is signed in.
async fn on_a_phone(world: &World, name: &str) -> Browser {
    let mut phone = world.browser().at("203.0.113.5");
    phone.user_agent = PHONE.to_owned();
    let login = phone.get("/login").await.page();
    world.log_in(&mut phone, login, name).await.away();
    phone
}

/// The form that signs out the only other device.
async fn the_other(browser: &mut Browser) -> FilledForm {
    devices(browser).await.form_to(SIGN_OUT)
}

#[tokio::test]
async fn each_device_is_listed_and_this_one_is_marked() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let page = devices(&mut browser).await;
    assert_eq!(listed(&page), 1);
    assert!(
        page.text().contains("You are signed in nowhere else."),
        "{page:?}"
    );
    assert!(page.forms().iter().all(|form| form.action.path() != OTHERS));

    on_a_phone(&world, "ben").await;
    world.signed_in("carla").await;
    let page = devices(&mut browser).await;
    assert_eq!(listed(&page), 2);
    assert_eq!(page.html.matches("This device").count(), 1);
    let forms = page.forms();
    let outs = forms.iter().filter(|form| form.action.path() == SIGN_OUT);
    assert_eq!(outs.count(), 1, "not for this one");
    for told in ["Firefox", "Safari", "203.0.113.5", "with password and PIN"] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(!page.has(".notice--success"));
}

#[tokio::test]
async fn what_has_ended_is_not_listed() {
    let world = World::new().await;
    let mut out = world.signed_in("carla").await;
    out.get("/auth/logout").await.page();
    let mut browser = world.signed_in("carla").await;
    assert_eq!(listed(&devices(&mut browser).await), 1);
    world.signed_in("carla").await;
    world.clock.advance(minutes(5 * 60));
    devices(&mut browser).await;
    world.clock.advance(minutes(3 * 60));
    assert_eq!(listed(&devices(&mut browser).await), 1, "idle for too long");
    world.clock.advance(days(30));
    assert_eq!(leads_to(&mut browser, DEVICES).await, "/login");
}

#[tokio::test]
async fn one_is_signed_out_and_the_pin_alone_no_longer_does_there() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let mut phone = on_a_phone(&world, "ben").await;
    let form = the_other(&mut browser).await;
    let page = form.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, DEVICES));
    assert!(page.has(".notice--success"), "{page:?}");
    assert_eq!(listed(&page), 1);
    assert!(!is_signed_in(&world, &mut phone).await);
    assert!(is_signed_in(&world, &mut browser).await);
    assert_eq!(leads_to(&mut phone, ACCOUNT).await, "/login");
    world.clock.advance(minutes(8 * 60));
    assert_eq!(leads_to(&mut browser, ACCOUNT).await, "/login/pin");
    form.submit(&mut browser).await.page();
}

#[tokio::test]
async fn all_others_are_signed_out_and_nobody_else() {
    let world = World::new().await;
    let mut others = [
        on_a_phone(&world, "ben").await,
        world.signed_in("ben").await,
        world.signed_in("ben").await,
    ];
    let mut of_carla = world.signed_in("carla").await;
    let mut browser = world.signed_in("ben").await;
    let page = devices(&mut browser).await.form_to(OTHERS);
    let page = page.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, DEVICES));
    assert_eq!(listed(&page), 1);
    for other in &mut others {
        assert!(!is_signed_in(&world, other).await);
        assert_eq!(leads_to(other, ACCOUNT).await, "/login", "nor by the PIN alone");
    }
    for left in [&mut of_carla, &mut browser] {
        assert!(is_signed_in(&world, left).await);
    }
}

#[tokio::test]
async fn somebody_else_s_device_is_none_of_theirs() {
    let world = World::new().await;
    let mut of_ben = world.signed_in("ben").await;
    on_a_phone(&world, "ben").await;
    let sid = the_other(&mut of_ben).await.value("device").to_owned();
    let mut browser = world.signed_in("carla").await;
    on_a_phone(&world, "carla").await;
    let form = the_other(&mut browser).await;
    for device in [&*sid, "", "0", &sid.to_uppercase(), "' OR '1'='1"] {
        form.clone()
            .fill("device", device)
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(listed(&devices(&mut browser).await), 2, "{device}");
        assert_eq!(listed(&devices(&mut of_ben).await), 2, "{device}");
    }
    form.clone().without("device").submit(&mut browser).await.page();
    assert_eq!(listed(&devices(&mut browser).await), 2);
}

#[tokio::test]
async fn what_a_browser_calls_itself_stays_text() {
    let world = World::new().await;
    let mut strange = world.browser();
    strange.user_agent = "<img src=x onerror=alert(1)>\"'".to_owned();
    let login = strange.get("/login").await.page();
    world.log_in(&mut strange, login, "carla").await.away();
    let mut browser = world.signed_in("carla").await;
    let page = devices(&mut browser).await;
    assert_eq!(listed(&page), 2);
    assert!(!page.has("[onerror], img[src=x]"), "{page:?}");
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_sign_nobody_out() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let mut phone = on_a_phone(&world, "ben").await;
    let page = devices(&mut browser).await;
    for path in [SIGN_OUT, OTHERS] {
        is_guarded(&mut browser, DEVICES, &page.form_to(path)).await;
        browser.get(path).await.page();
        assert!(is_signed_in(&world, &mut phone).await, "{path}");
    }
}

#[tokio::test]
async fn the_pin_alone_still_does_here_when_all_others_are_signed_out() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let mut phone = on_a_phone(&world, "ben").await;
    let page = devices(&mut browser).await;
    page.form_to(OTHERS).submit(&mut browser).await.page();
    world.clock.advance(days(1));
    let request = world.client("platform").authorize("openid");
    for (browser, path) in [(&mut browser, "/login/pin"), (&mut phone, "/login")] {
        assert_eq!(browser.open(&request).await.page().url.path(), path);
    }
}
