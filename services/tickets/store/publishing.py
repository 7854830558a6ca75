"""Keeping, finding and showing policies and guides, with what they said before."""

from collections.abc import Sequence
from datetime import date
from random import randrange
from typing import Any

from services.tickets.documents.publishing import Guide, GuideReads, GuideVote, PastEdition, Policy, Publication
from services.tickets.domain.publishing import PUBLICATION, lying_above, standing
from services.tickets.domain.ranking import Question, Ranked, spans
from services.tickets.store.inside import newest
from services.tickets.store.searching import Entry
from shared.contracts.actor import Actor
from shared.contracts.tickets.guides import GuideFields, GuideView
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.policies import PolicyFields, PolicyHit, PolicyView
from shared.contracts.tickets.publishing import PublicationState
from shared.contracts.tickets.searching import Marked, Sought, Span
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

KINDS: dict[Sought, type[Publication]] = {Sought.POLICY: Policy, Sought.GUIDE: Guide}
PARTS_OF_A_DAY = 16
"""In how many parts the readings of a guide on one day are counted."""
ERASED = "erased"
TOLD = 1000


class PublicationStore(Work):
    documents = (Policy, Guide, PastEdition, GuideReads, GuideVote)

    def add_publications(self, sought: Sought, fields: Sequence[Any]) -> list[Publication]:
        """New publications; the fields are of the contract's kind."""
        kind = KINDS[sought]
        made = [
            kind(
                id=self.new_id(), area=each.area, topic=each.topic, state=PUBLICATION.initial, edition=1,
                changed_at=self.now, fields_now=each.model_dump(mode="json"), version=1,
            )
            for each in fields
        ]  # fmt: skip
        kind._get_collection().insert_many([each.to_mongo() for each in made])
        self.put_entries(sought, [_entry(sought, each) for each in made], fresh=True)
        return made

    def get_publication(self, sought: Sought, key: str) -> Publication:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        found = KINDS[sought].objects(id=key).first()
        if found is None:
            raise NOT_FOUND(f"/{sought}_id", what=sought.value)
        self.refuse_stale(found.version)
        return found

    def revise_publication(self, sought: Sought, publication: Publication, fields: Any) -> None:
        before = PastEdition(
            id=f"{publication.id}|{publication.edition}", changed_at=publication.changed_at,
            fields_then=publication.fields_now,
        )  # fmt: skip
        self.save(before)
        publication.area, publication.topic = fields.area, fields.topic
        publication.fields_now = fields.model_dump(mode="json")
        publication.edition, publication.changed_at = publication.edition + 1, self.now
        self.save(publication)
        self.put_entries(sought, [_entry(sought, publication)])

    def show_or_hide(self, sought: Sought, publication: Publication, state: str) -> None:
        publication.state = PublicationState(state)
        self.save(publication)
        if publication.state == PublicationState.PUBLISHED:
            self.put_entries(sought, [_entry(sought, publication)])
        else:
            self.drop_entries(sought, [publication.id])

    def find_publications(
        self, sought: Sought, topic: str | None, area: str | None, item: str | None, before: str | None, limit: int
    ) -> list[Publication]:
        query: dict[str, Any] = {"state": PublicationState.PUBLISHED}
        query |= {"topic": topic} if topic else {}
        query |= {"area": {"$in": lying_above(area)}} if area else {}
        query |= {"fields_now.items": item} if item else {}
        return list(KINDS[sought].objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def publications(self, sought: Sought, keys: Sequence[str]) -> list[Publication]:
        """In the order of the keys."""
        found = {each.id: each for each in KINDS[sought].objects(id__in=list(keys))}
        return [found[key] for key in keys if key in found]

    def past_edition(self, publication: Publication, edition: int | None) -> Publication:
        """The publication as it was; as it is when no edition is named."""
        if edition is None or edition == publication.edition:
            return publication
        past = PastEdition.objects(id=f"{publication.id}|{edition}").first()
        if past is None:
            raise NOT_FOUND("/edition", what="edition")
        publication.edition, publication.changed_at, publication.fields_now = edition, past.changed_at, past.fields_then
        return publication

    def policy_view(self, policy: Publication, actor: Actor) -> PolicyView:
        return PolicyView(**policy.fields_now, **_shown(policy, actor))

    def policy_hit(self, policy: Publication, question: Question, ranked: Ranked) -> PolicyHit:
        fields = PolicyFields(**policy.fields_now)
        english = fields.question_en
        return PolicyHit(
            id=policy.id, area=fields.area, topic=fields.topic, question=marked(fields.question, question),
            question_en=marked(english, question) if english else None, answer=marked(fields.answer, question),
            source=fields.source, score=round(ranked.score, 4), covered=round(min(ranked.covered, 1.0), 4),
        )  # fmt: skip

    def guide_view(self, guide: Publication, actor: Actor) -> GuideView:
        reads = GuideReads.objects(guide=guide.id).sum("reads")
        helpful = GuideVote.objects(guide=guide.id, helpful=True).count()
        against = GuideVote.objects(guide=guide.id, helpful=False).count()
        return GuideView(
            **guide.fields_now, **_shown(guide, actor), reads=int(reads), helpful=helpful, not_helpful=against
        )

    def count_reading(self, guide: Publication) -> None:
        day = self.now.astimezone(SHANGHAI).date().isoformat()
        GuideReads._get_collection().update_one(
            {"_id": f"{guide.id}|{day}|{randrange(PARTS_OF_A_DAY)}"},
            {"$inc": {"reads": 1}, "$setOnInsert": {"guide": guide.id, "day": day}},
            upsert=True,
        )

    def vote_on_guide(self, guide: Publication, account: str, helpful: bool) -> None:
        key = f"{guide.id}|{account}"
        vote = GuideVote.objects(id=key).first() or GuideVote(id=key, guide=guide.id, account=account)
        vote.helpful = helpful
        self.save(vote)

    def guide_votes_of(self, account: str) -> list[dict[str, Any]]:
        return [{"guide": v.guide, "helpful": v.helpful} for v in GuideVote.objects(account=account).limit(TOLD)]

    def forget_guide_reader(self, account: str) -> None:
        """The votes still count, for nobody by name."""
        votes = GuideVote._get_collection()
        for row in list(votes.find({"account": account})):
            votes.delete_one({"_id": row["_id"]})
            votes.insert_one(row | {"_id": f"{row['guide']}|{self.new_id()}", "account": ERASED})


def marked(text: str, question: Question) -> Marked:
    return Marked(text=text, spans=[Span(start=start, end=end) for start, end in spans(text, question.terms)])


def _shown(publication: Publication, actor: Actor) -> dict[str, Any]:
    moves = PUBLICATION.open_to(publication.state, standing(actor, publication.area))
    return {
        "id": publication.id, "state": publication.state, "edition": publication.edition,
        "changed_at": publication.changed_at, "version": publication.version,
        "actions": [NextAction(action=move.action, needs=list(move.needs)) for move in moves],
    }  # fmt: skip


def _entry(sought: Sought, publication: Publication) -> Entry:
    if sought == Sought.POLICY:
        return _policy_entry(publication.id, PolicyFields(**publication.fields_now))
    return _guide_entry(publication.id, GuideFields(**publication.fields_now))


def _policy_entry(key: str, fields: PolicyFields) -> Entry:
    since: date = fields.since
    texts = [text for text in (fields.answer, fields.answer_en, " ".join(fields.keywords)) if text]
    titles = [title for title in (fields.question, fields.question_en) if title]
    return Entry(key, titles, texts, fields.topic, fields.area, since, fields.until)


def _guide_entry(key: str, fields: GuideFields) -> Entry:
    texts = [text for step in fields.steps for text in (step.text, step.text_en)]
    return Entry(key, [fields.title, fields.title_en], texts, fields.topic, fields.area)
