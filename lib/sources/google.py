"""Google's API behind bounds: time-outs, a few retries, one deadline for everything a read asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import Any

import requests
import urllib3
from google.auth import exceptions as auth_errors
from google.auth import transport
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession
from google.auth.transport.requests import Request as TokenRequest
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.stop import stop_any
from tenacity.wait import wait_exponential_jitter

from lib.model import Message, SourceFailed, say

HOST = "https://sheets.googleapis.com"
TRIES = 5
DEADLINE = 60.0
"""Seconds for all requests of one read, with their retries."""
CONNECT, READ = 5.0, 20.0
"""Seconds to wait for a connection, and for the next bytes."""
LONGEST_WAIT = 20.0
"""Seconds to wait before the next try, whatever Retry-After says."""
LARGEST = 512 << 20
"""Bytes of one answer, unpacked."""

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""The failures that another try may mend."""
_backoff = wait_exponential_jitter(initial=1, max=LONGEST_WAIT)


class _Unanswered(Exception):
    """A failure that may pass: what to say of it when it does not, and after how many seconds Google
    wants to be asked again."""

    def __init__(self, words: Message, retry_after: float | None = None) -> None:
        super().__init__(str(words))
        self.words = words
        self.retry_after = retry_after


class GoogleClient(HTTPClient):
    """gspread's client with bounds, at `base_url` in place of Google's own host. One client, one read:
    its deadline runs from when it is made."""

    def __init__(
        self,
        auth: Credentials,
        session: requests.Session | None = None,
        *,
        base_url: str = HOST,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base_url, self._clock, self._sleep = base_url.rstrip("/"), clock, sleep
        self._end = clock() + DEADLINE
        self._tokens = self._mounted(requests.Session())
        asked = session or AuthorizedSession(auth, max_refresh_attempts=0, auth_request=_Tokens(self._tokens))
        super().__init__(auth, self._mounted(asked))

    def close(self) -> None:
        """Gives the connections back."""
        self.session.close()
        self._tokens.close()

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        """As gspread's, tried again while a failure may pass. SourceFailed when it does not, APIError
        for what another try would not change."""
        tries = Retrying(
            sleep=self._sleep,
            retry=retry_if_exception_type(_Unanswered),
            wait=_wait,
            stop=stop_any(stop_after_attempt(TRIES), self._too_late),  # type: ignore[arg-type]
            retry_error_callback=_gave_up,
        )
        return tries(self._once, method, self._base_url + endpoint.removeprefix(HOST), *args, **kwargs)

    def _once(self, *args: Any, **kwargs: Any) -> requests.Response:
        # What the libraries say of a failure may hold a header or a key, so it is left out everywhere.
        try:
            response = super().request(*args, **kwargs)
        except APIError as error:
            _check(error.response.status_code, error.response.headers)
            raise
        except auth_errors.RefreshError:
            raise SourceFailed(
                say("Google refuses the credentials in the secrets file: make a new key.")
            ) from None
        except (requests.Timeout, auth_errors.TransportError, requests.ConnectionError) as error:
            raise _Unanswered(_silence(error)) from None
        except requests.RequestException:
            raise SourceFailed(no_data()) from None
        if "json" not in response.headers.get("Content-Type", ""):
            raise SourceFailed(no_data())
        return response

    def _too_late(self, state: RetryCallState) -> bool:
        return self._clock() + state.upcoming_sleep >= self._end

    def _mounted(self, session: requests.Session) -> requests.Session:
        """The session within bounds. It follows no redirect, which would carry the key elsewhere."""
        session.max_redirects = 0
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Bounded(lambda: self._end - self._clock()))
        return session


class _Tokens(TokenRequest):
    """Asks for access tokens; leaves the trying again to the client, which keeps one deadline."""

    def __call__(self, *args: Any, **kwargs: Any) -> transport.Response:
        response = super().__call__(*args, **kwargs)
        _check(response.status, response.headers)
        return response


class _Bounded(requests.adapters.HTTPAdapter):
    """Reads each answer wholly, within the time left and a size: the time-out of requests alone begins
    anew with every byte."""

    def __init__(self, left: Callable[[], float]) -> None:
        super().__init__(max_retries=0)
        self._left = left

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        left = max(self._left(), 0.001)
        bounds = {"stream": True, "timeout": (min(CONNECT, left), min(READ, left))}
        response = super().send(request, **{**kwargs, **bounds})
        raw = response.raw
        try:
            response.raw = BytesIO(b"".join(self._blocks(raw)))
        except urllib3.exceptions.ReadTimeoutError as error:
            raise requests.ReadTimeout(error, request=request) from None
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error, request=request) from None
        finally:
            raw.close()
        return response

    def _blocks(self, raw: urllib3.HTTPResponse) -> Iterator[bytes]:
        size = 0
        # read1 gives what has come, where stream would wait until a block is full.
        while block := raw.read1(1 << 16, decode_content=True):
            size += len(block)
            if self._left() <= 0:
                raise requests.ReadTimeout("no time left")
            if size > LARGEST:
                raise SourceFailed(say("The answer is larger than {size} MB.", size=LARGEST >> 20))
            yield block


def _check(status: int, headers: Any) -> None:
    """_Unanswered for a status that may pass."""
    if status not in _PASSING:
        return
    said = f"{status} {HTTPStatus(status).phrase}"
    words = say("Google could not answer ({said}; attempts: {count}).", said=said, count=1)
    raise _Unanswered(words, _seconds(headers.get("Retry-After")))


def _seconds(retry_after: str | None) -> float | None:
    try:
        return urllib3.Retry().parse_retry_after(retry_after) if retry_after else None
    except urllib3.exceptions.InvalidHeader:
        return None


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = getattr(error, "retry_after", None)
    return _backoff(state) if asked is None else min(asked, LONGEST_WAIT)


def _gave_up(state: RetryCallState) -> Any:
    error = state.outcome.exception() if state.outcome else None
    words = error.words if isinstance(error, _Unanswered) else _silence(error)
    raise SourceFailed(replace(words, params={**words.params, "count": state.attempt_number})) from None


def _silence(error: BaseException | None) -> Message:
    cause = error.args[0] if isinstance(error, auth_errors.TransportError) and error.args else error
    if isinstance(cause, requests.Timeout):
        return say("Google did not answer in time (attempts: {count}).", count=1)
    return say("Google cannot be reached (attempts: {count}).", count=1)


def no_data() -> Message:
    """What to say of an answer that is no JSON."""
    return say("Google's address answers with something else than data: is there a proxy in between?")
