//! Keys while a box is open: the one on top takes them all.

use super::super::dialog::{Dialog, Field};
use super::super::input::{Code, Key};
use super::{App, Task, search};

impl App {
    pub(super) fn press_in(&mut self, mut dialog: Dialog, key: Key) -> Option<Task> {
        let text_action = self.config.bindings.text_action(key);
        match &mut dialog {
            Dialog::Text(text) => {
                if text.act(text_action, self.size) {
                    self.dialogs.push(dialog);
                }
                None
            }
            Dialog::List(list) => match (key.code, text_action) {
                (Code::Enter, _) => self.choose(dialog),
                _ if list.act(key, text_action) => {
                    self.dialogs.push(dialog);
                    None
                }
                _ => None,
            },
            Dialog::Name(field) => match key.code {
                Code::Escape => None,
                Code::Enter => {
                    let name = field.text.trim().to_owned();
                    self.dialogs.clear();
                    (!name.is_empty()).then_some(Task::OpenCard(name))
                }
                _ => {
                    field.type_key(key);
                    self.dialogs.push(dialog);
                    None
                }
            },
            Dialog::Search(field) => {
                let goes_on = search::act(field, key);
                if goes_on != search::Next::Ends {
                    let query = field.text.clone();
                    self.dialogs.push(dialog);
                    self.find(&query, goes_on);
                }
                None
            }
        }
    }

    fn choose(&mut self, dialog: Dialog) -> Option<Task> {
        let Dialog::List(list) = &dialog else { return None };
        match list.chosen().map(|entry| entry.task.clone()) {
            Some(Some(task @ Task::ShowFile(_))) => {
                self.dialogs.push(dialog);
                Some(task)
            }
            Some(Some(task)) => Some(task),
            Some(None) => {
                let name = self.desk().map_or(String::new(), |desk| desk.device.clone());
                self.dialogs.push(dialog);
                self.dialogs.push(Dialog::Name(Field::new(&name)));
                None
            }
            None => None,
        }
    }
}
