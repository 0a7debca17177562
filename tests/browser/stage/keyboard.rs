//! A person who uses the keyboard alone.

use super::browser::Browser;
use anyhow::{Result, bail, ensure};
use serde_json::Value;
use thirtyfour::{Key, TypingData};

/// More stops than a page has.
const STOPS: usize = 40;

/// Where the focus is: the name of a field, or the words of a link or a button; whether one sees that it is there.
const FOCUS: &str = "
    const place = document.activeElement;
    if (!place || place === document.body) return null;
    const box = place.getBoundingClientRect();
    // A link that fills its row has its ring around the row.
    const styles = [getComputedStyle(place), getComputedStyle(place, '::after')];
    const ring = styles.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    // Of a field of several lines the browser shows where one writes, which may be its first line.
    const end = place.tagName === 'TEXTAREA' ? box.top + parseFloat(styles[0].lineHeight) : box.bottom;
    const glow = styles[0].boxShadow !== 'none';
    return {
        name: place.name || '',
        words: place.textContent.trim(),
        // Of a date's field a part inside has the focus, and the field has the ring.
        shown: (place.matches(':focus-visible') || place.type === 'date') && (ring || glow),
        // A browser scrolls by whole pixels. A text that is scrolled itself may be longer than the window.
        inSight: box.width > 0 && box.height > 0 && (place.tagName === 'PRE'
            ? box.top < innerHeight && box.bottom > 0
            : box.top > -1 && end < innerHeight + 1),
    };
";

/// How many stops the tabulator has on the page: one for each control that can be seen, and one for each group of
/// choices. Fields for dates have stops of their own inside.
const STOPS_OF_PAGE: &str = "
    const seen = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(e => e.type !== 'hidden' && !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
    const groups = new Set(seen.filter(e => e.type === 'radio').map(e => e.name));
    window.stops = new Set();
    return {
        controls: seen.filter(e => e.type !== 'radio').length + groups.size,
        inside: 5 * seen.filter(e => e.type === 'date').length,
    };
";
/// Remembers where the focus is; says at how many stops it was.
const REMEMBER: &str = "
    const place = document.activeElement;
    if (place && place !== document.body) window.stops.add(place.type === 'radio' ? place.name : place);
    return window.stops.size;
";

impl Browser {
    /// Goes through the whole page with the tabulator: every control gets the focus, and each time one sees where it is
    /// (WCAG 2.2, 2.1.1, 2.4.7 and 2.4.11).
    pub async fn tab_through(&self) -> Result<()> {
        let stops = self.run(STOPS_OF_PAGE).await?;
        let number = |name: &str| stops[name].as_u64().unwrap_or_default();
        let (controls, inside) = (number("controls"), number("inside"));
        let mut reached = 0;
        // It may begin in the middle, and leave the page at its end.
        for _ in 0..controls + inside + 3 {
            self.tab_on().await?;
            reached = self.run(REMEMBER).await?.as_u64().unwrap_or_default();
            if reached == controls {
                return Ok(());
            }
        }
        bail!("the tabulator reaches {reached} of {controls} controls")
    }

    /// Presses a key.
    pub async fn key(&self, key: Key) -> Result<()> {
        self.strike(key).await
    }

    /// Types where the focus is.
    pub async fn write(&self, text: &str) -> Result<()> {
        self.strike(text).await
    }

    /// Goes on with the tabulator until the focus is on the field with this name, or on the button or link with
    /// these words. At each stop it must be seen where the focus is (WCAG 2.2, 2.4.7 and 2.4.11).
    pub async fn tab_to(&self, goal: &str) -> Result<()> {
        for _ in 0..STOPS {
            let focus = self.run(FOCUS).await?;
            if focus["name"] == goal || focus["words"] == goal {
                return Ok(());
            }
            self.tab_on().await?;
        }
        bail!("the tabulator does not lead to “{goal}”")
    }

    /// Goes on by one stop, where one sees the focus as soon as the browser has scrolled to it.
    async fn tab_on(&self) -> Result<()> {
        self.key(Key::Tab).await?;
        self.until("the focus to be seen", async || {
            let focus = self.run(FOCUS).await?;
            let seen = focus == Value::Null || (focus["shown"] == true && focus["inSight"] == true);
            ensure!(seen, "the focus is not seen: {focus}");
            Ok(Some(()))
        })
        .await
    }

    async fn strike(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }
}
