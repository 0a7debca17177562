//! Runs the stories: raises the stage for the first, tidies it between two, and takes it down after the last.

use crate::stage::Stage;
use anyhow::{Context as _, Result, anyhow};
use libtest_mimic::{Arguments, Failed, Trial};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Runtime;

/// What a story does when it is told.
pub type Telling<'s> = Pin<Box<dyn Future<Output = Result<()>> + 's>>;

/// A test: its name, and what happens in it.
pub struct Story {
    /// The path of its function.
    pub name: &'static str,
    /// Tells it.
    pub tell: fn(&Stage) -> Telling<'_>,
}

/// Where the stories take place.
pub struct Theatre {
    runtime: Runtime,
    /// Raised when the first story begins: a list of the stories needs none.
    stage: Mutex<Option<Stage>>,
}

impl Theatre {
    /// Runs the stories that the command line asks for.
    pub fn play(arguments: &Arguments, stories: Vec<Story>) -> ExitCode {
        let theatre = Arc::new(Self {
            runtime: Runtime::new().expect("a runtime starts"),
            stage: Mutex::default(),
        });
        let trials = stories.into_iter().map(|story| theatre.trial(story)).collect();
        let conclusion = libtest_mimic::run(arguments, trials);
        match theatre.close() {
            Ok(()) => conclusion.exit_code(),
            Err(error) => {
                eprintln!("the stage could not be taken down: {error:#}");
                ExitCode::FAILURE
            }
        }
    }

    fn trial(self: &Arc<Self>, story: Story) -> Trial {
        let theatre = Arc::clone(self);
        Trial::test(story.name, move || {
            theatre
                .tell(&story)
                .map_err(|error| Failed::from(format!("{error:#}")))
        })
    }

    fn tell(&self, story: &Story) -> Result<()> {
        let mut place = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let stage = match &mut *place {
            Some(stage) => stage,
            empty => empty.insert(self.runtime.block_on(Stage::raise())?),
        };
        self.runtime.block_on(stage.tidy())?;
        let told = catch_unwind(AssertUnwindSafe(|| self.runtime.block_on((story.tell)(stage))));
        let told = told
            .unwrap_or_else(|panic| Err(anyhow!("{}", words(&*panic))))
            .and_then(|()| self.runtime.block_on(stage.browser.console_is_silent()));
        told.map_err(
            |error| match self.runtime.block_on(stage.browser.last_picture(story.name)) {
                Ok(picture) => error.context(picture),
                Err(no_picture) => error.context(format!("no picture: {no_picture:#}")),
            },
        )
    }

    fn close(&self) -> Result<()> {
        let stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner).take();
        stage
            .map_or(Ok(()), |stage| self.runtime.block_on(stage.take_down()))
            .context("the demo or the browser failed")
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words")
}
