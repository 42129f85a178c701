//! A recipient with a browser.

use bench::{
    client::{Answer, Browser, claim},
    service::Service,
};
use domain::PhoneNumber;
use engine::Entropy;
use seal::Locator;

use crate::desk::eventually;

pub(crate) struct Reader {
    browser: Browser,
    phone: PhoneNumber,
}

impl Reader {
    /// Whoever has this phone.
    pub(crate) const fn of(service: &Service, phone: PhoneNumber) -> Self {
        Self { browser: Browser::new(service.address()), phone }
    }

    /// The links in the texts so far, the newest first.
    pub(crate) async fn links(&mut self) -> Vec<Locator> {
        let texts = self.browser.texts(&self.phone).await.unwrap();
        texts.iter().map(|text| text.locator().expect("a text holds a link")).collect()
    }

    /// Waits for so many texts.
    pub(crate) async fn wait(&mut self, count: usize) -> Vec<Locator> {
        eventually("a text arrives", async || {
            let links = self.links().await;
            (links.len() >= count).then_some(links)
        })
        .await
    }

    /// Waits for the first text, and chooses a password at its link.
    pub(crate) async fn claim(&mut self) -> Locator {
        let link = self.wait(1).await.remove(0);
        let mut rng = Entropy::seeded(9).rng();
        claim(&mut self.browser, &link, "otter-in-the-blue-bay", &mut rng).await.unwrap();
        link
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.browser.get(path).await.unwrap()
    }

    /// A message's page.
    pub(crate) async fn page(&mut self, link: &Locator) -> String {
        let answer = self.get(&format!("/m/{link}")).await;
        assert_eq!(answer.status, 200);
        String::from_utf8_lossy(&answer.body).into_owned()
    }

    /// What the page's script tells when the message has been shown.
    pub(crate) async fn opened(&mut self, link: &Locator) {
        let answer = self.browser.post(&format!("/m/{link}/opened")).await.unwrap();
        assert_eq!(answer.status, 204);
    }

    /// The whole list of messages, page after page.
    pub(crate) async fn list(&mut self) -> String {
        let (mut list, mut next) = (String::new(), Some("/inbox".to_owned()));
        while let Some(address) = next {
            let body = self.get(&address).await.body;
            let page = String::from_utf8_lossy(&body).into_owned();
            let older = page.split("href=\"").find(|part| part.starts_with("/inbox?before="));
            next = older.and_then(|part| part.split('"').next()).map(str::to_owned);
            list.push_str(&page);
        }
        list
    }
}
