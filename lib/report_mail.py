"""Reports by e-mail: what is due is laid into the outbox, one message a person, and made when it is sent.

Each gets what the rights of who planned it and their own allow, as both stand when it is sent. A message
is laid in under a key that is never used twice, so a restart sends nothing again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lib.access import policy, share
from lib.i18n import locale
from lib.model import N_, Message, PulseError, say
from lib.notify import wire
from lib.notify.notice import Mail, Notice, read
from lib.person import Person
from lib.settings import Settings, load_secrets
from lib.store import audit, outbox, people, report_plans
from lib.store.changing import changing
from lib.store.report_plans import Plan

CHANNEL = "report"
HOUR = 8
"""The hour of the day, in the community's time zone, from which reports are sent."""

EVERY = {"week": N_("Every Monday"), "month": N_("On the first of each month")}
SPANS = {"week": "7d", "month": "last_month"}
"""The period of a plan whose view had its own: what the report is of must move along."""


def next_due(every: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `now` that a report is due: Monday, or the first of the month, at 8 o'clock in
    `zone`. Moments are UTC without zone."""
    day = now.replace(tzinfo=UTC).astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(HOUR), zone).astimezone(UTC).replace(tzinfo=None)
        fits = day.weekday() == 0 if every == "week" else day.day == 1
        if fits and moment > now:
            return moment
        day += timedelta(1)


def work(engine: sa.Engine, settings: Settings, now: datetime) -> int:
    """Lays in what is due, and sends it; gives how many messages got through. Nothing without a mail
    server: then what is due waits."""
    mail = read(load_secrets(settings).notify).mail
    if mail is None:
        return 0
    plans = {plan.id: plan for plan in report_plans.running(engine)}
    for plan in plans.values():
        if plan.due <= now:
            outbox.put(engine, [_waiting(plan, person, now) for person in plan.people])
            report_plans.move(engine, plan, next_due(plan.every, now, settings.zone))
    sent = 0
    for message in outbox.due(engine, now):
        if message.channel == CHANNEL and outbox.claim(engine, message, now):
            error = _tried(engine, settings, mail, plans, message, now)
            outbox.settle(engine, message.key, now, error)
            sent += error is None
    return sent


def _waiting(plan: Plan, person: int, now: datetime) -> outbox.Waiting:
    key = f"report {plan.id} {plan.due.isoformat()} p{person}"
    return outbox.Waiting(key, CHANNEL, f"p{person}", json.dumps({"plan": plan.id}), now)


def _tried(
    engine: sa.Engine,
    settings: Settings,
    mail: Mail,
    plans: dict[int, Plan],
    message: outbox.Waiting,
    now: datetime,
) -> Message | None:
    plan = plans.get(json.loads(message.message)["plan"])
    try:
        if plan is None:
            raise PulseError(say("The report was ended."))
        _send(engine, settings, mail, plan, message, now)
    except PulseError as error:
        return error.message
    return None


def _send(
    engine: sa.Engine, settings: Settings, mail: Mail, plan: Plan, message: outbox.Waiting, now: datetime
) -> None:
    # A report shows what its page shows, by the page's own functions: see pyproject.toml.
    from lib.reports import pdf
    from lib.ui import reporting

    address, reader = _reader(engine, settings, plan, int(message.recipient[1:]), now)
    here = reporting.visit(engine, settings, reader, plan.page, _params(plan), now)
    made = reporting.make(here)
    period = here.locale.period(here.view.period.start, here.view.period.end, year=True)
    t = locale(plan.language).t
    title = t("Pulse: {page}, {period}", page=made.title, period=period)
    text = "\n\n".join([made.content.answer, t("The report is attached.")])
    notice = Notice(message.key, title, text, reporting.link(here))
    file = f"pulse-{plan.page}-{here.view.period.start}-{here.view.period.end}.pdf"
    wire.email(mail, address, notice, settings.allowed, (file, pdf.write(made)))
    with changing(engine) as connection:
        audit.write(connection, now, plan.who, "export", "mailed", plan=plan.id, person=message.recipient)


def _reader(
    engine: sa.Engine, settings: Settings, plan: Plan, number: int, now: datetime
) -> tuple[str, Person]:
    """Where a report goes, and on whose behalf it is made: of the one who gets it, within the rights of
    the one who planned it, who must still have the right to. PulseError where that leaves nothing."""
    planned = planner(engine, settings, plan, now)
    member = people.member(engine, number)
    reader = share.standing(settings, member) if member is not None else None
    if member is None or reader is None:
        raise PulseError(say("Who should get the report no longer has access."))
    scope = policy.meet(policy.meet(plan.scope, planned.scope), reader.scope)
    if share.nothing_left(plan.params, scope):
        raise PulseError(say("Who should get the report may see nothing of it."))
    return member.email, replace(reader, scope=scope)


def planner(engine: sa.Engine, settings: Settings, plan: Plan, now: datetime) -> Person:
    """Who planned a report, as they are now. PulseError where nothing is sent on their behalf."""
    found = share.maker(engine, settings, plan, now)
    if found is not None and policy.may(found, "mail"):
        return found
    if found is not None:
        raise PulseError(say("Who planned the report may no longer send any."))
    if not share.by_group(plan):
        raise PulseError(say("Who planned the report no longer has access."))
    raise PulseError(
        say(
            "Who planned the report had their rights by a group, which no sign-in of the last {n} days "
            "confirms.",
            n=settings.group_days,
        )
    )


def _params(plan: Plan) -> dict[str, Any]:
    """The view of the moment: its period moves along, and the figures are the newest."""
    preset = (plan.params.get("period") or [""])[0]
    moving = preset if preset not in ("", "custom") else SPANS[plan.every]
    kept = {key: v for key, v in plan.params.items() if key not in ("from", "to", "as_of", "v", "open")}
    return {**kept, "period": [moving], "lang": [plan.language]}
