"""Same event? Would we print it? Stories, relevance, reasons. A pure core and one runner on the database.

What others call (all of it pure, but `triage.runner`):

* `triage.assess.assess_all([(file, issue), ...], articles)` yields the objects of the `assess` contract;
  `triage.assess.assess(archive, articles) -> [Assessment]` is the same with all an editor is shown.
* `triage.archive.Archive.of([(file, issue), ...])` makes the archive of past items; `Archive.add` adds one.
* `triage.judge.assess(archive, article) -> Judgement`: one `triage.model.Article` against the archive.
* `triage.stories.group(...) -> [Story]`: articles of the same event.
* `triage.relevance.Ranker(...)`: how relevant, and why.
* `triage.facts.read(title, text, page=..., home=...) -> Facts`: figures, days, places and names of a text.
* `triage.runner.triage_new(database, settings, now)` judges what is new in the database.
"""
