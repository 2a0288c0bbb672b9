"""The kinds of fields that requests are made of: what is valid, what it means, and an example, declared once."""

from typing import Annotated

from msgspec import Meta

from registry_tray.phrases import phrase

PLAIN = r"^[^\x00-\x1f\x7f\x80-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"  # no control characters, none that turn the text
DAY = 86_400_000
MOST = 2**53 - 1

AppId = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=PLAIN, description="the name of the application", examples=["my-app"])
]
Identifier = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=PLAIN,
        description="the name of the instance, as a registration was answered with; else made of appId and hostname",
        examples=["my-app@goliatodromo.local"],
    ),
]
Key = Annotated[
    str,
    Meta(
        min_length=1, max_length=500, pattern=PLAIN, description="id or identifier of an instance", examples=["my-app@localhost"]
    ),
]
Hostname = Annotated[
    str,
    Meta(max_length=253, pattern=PLAIN, description="where it runs; else the address it registers from", examples=["localhost"]),
]
Word = Annotated[str, Meta(max_length=100, pattern=PLAIN, examples=["production"])]
Title = Annotated[str, Meta(max_length=200, pattern=PLAIN, description="what a person calls it", examples=["Payments"])]
Text = Annotated[str, Meta(max_length=2000, description="a few sentences", examples=["Takes the money."])]
Url = Annotated[
    str,
    Meta(max_length=2000, pattern=PLAIN, description="what is checked", examples=["http://localhost:7331/health"]),
]
Pid = Annotated[int, Meta(ge=1, le=2**31 - 1, description="process id on this machine", examples=[4711])]


def milliseconds(low: int, high: int, description: str, example: int) -> Meta:
    """A duration in milliseconds."""
    return Meta(
        ge=low, le=high, description=f"{description}, in milliseconds", examples=[example], extra={"unit": "milliseconds"}
    )


Interval = Annotated[int, milliseconds(1000, DAY, "time between two checks; else the setting checks.interval (10 s)", 10_000)]
Timeout = Annotated[
    int,
    milliseconds(
        50, DAY, "how long the target may take, less than the interval; else the setting (3 s, other machines 10 s)", 3000
    ),
]
Hold = Annotated[
    int, milliseconds(0, 900_000, "time from the first failure to the popup; else the setting alerts.hold (10 s)", 10_000)
]
Grace = Annotated[
    int, milliseconds(0, 3_600_000, "how long the application may take to start; else the setting alerts.grace (60 s)", 60_000)
]
CrashHold = Annotated[
    int, milliseconds(0, 900_000, "time from a certain crash to the popup; else the setting alerts.crash_hold (2 s)", 2000)
]
RestartWindow = Annotated[
    int,
    milliseconds(0, 900_000, "who is back within this time has restarted; else the setting alerts.restart_window (30 s)", 30_000),
]
Failures = Annotated[
    int,
    Meta(ge=1, le=20, description="failures in a row that make it down; else 2 refused ones, or 3 others", examples=[3]),
]
Successes = Annotated[int, Meta(ge=1, le=10, description="successes in a row that make it up again; else 2", examples=[2])]
Limit = Annotated[int, Meta(ge=1, le=1000, description="how many at most", examples=[100])]
Moment = Annotated[int, Meta(ge=0, le=MOST, description="only what is older than this, in milliseconds since 1970")]
Number = Annotated[int, Meta(ge=0, le=MOST, description="only rows whose id is below this")]
Ttl = Annotated[int, milliseconds(1000, DAY, "how long it may be silent before it is asked, and then lost", 30_000)]
MuteFor = Annotated[int, milliseconds(0, 365 * DAY, "how long; 0 ends it, nothing is for ever", 3_600_000)]
ExitCode = Annotated[int, Meta(ge=-(2**31), le=2**32, description="exit code of the process", examples=[1])]
Note = Annotated[str, Meta(max_length=2000, description="what a person notes", examples=["Known: the disk is being replaced."])]
Stack = Annotated[str, Meta(max_length=20_000, description="stack trace, innermost frame first")]
Message = Annotated[str, Meta(max_length=4000, description="what went wrong", examples=["x is not a function"])]
Tag = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN, examples=["backend"])]
Tags = Annotated[
    list[Tag],
    Meta(
        max_length=30,
        description="words to find it by",
        extra={"expected": phrase('a list of at most 30 words, as in ["backend"]')},
    ),
]
Links = Annotated[
    dict[Tag, Url],
    Meta(
        max_length=30,
        description="pages about it, by name",
        extra={"expected": phrase('an object of at most 30 URLs by name, as in {"wiki": "http://..."}')},
    ),
]
DependsOn = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=500, pattern=PLAIN)]],
    Meta(
        max_length=50,
        description="what it needs: identifiers, or names of applications",
        extra={"expected": phrase('a list of at most 50 identifiers or applications, as in ["redis"]')},
    ),
]
Confirm = Annotated[str, Meta(max_length=500, description="the identifier once more, since this cannot be undone")]
Cursor = Annotated[str, Meta(max_length=64, description="what `next` of the page before said")]

# --- options of checks

TOKEN = r"^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$"
CODE = r"^\s*[1-5](\d\d|[xX][xX])(\s*-\s*[1-5]\d\d)?\s*$"
CODES = r"^\s*([1-5](\d\d|[xX][xX])(\s*-\s*[1-5]\d\d)?(\s*,\s*[1-5](\d\d|[xX][xX])(\s*-\s*[1-5]\d\d)?)*)?\s*$"
POINTER = r"^((/[^/]*)+)?$"
SECRET = {"secret": True}

Needle = Annotated[str, Meta(max_length=1000)]
Path = Annotated[
    str,
    Meta(max_length=1000, pattern=PLAIN, description="file of certificates (PEM) to trust instead of the system's",
         examples=["/home/me/ca.pem"], extra={"expected": phrase("the path of a file, at most 1000 characters")}),
]  # fmt: skip
Insecure = Annotated[bool, Meta(description="take any certificate, whoever signed it and for whatever name")]
ExpiryDays = Annotated[
    int, Meta(ge=0, le=365, description="warn so many days before the certificate expires; 0 never does", examples=[14])
]
Headers = Annotated[
    dict[Annotated[str, Meta(pattern=TOKEN, max_length=100)], Annotated[str, Meta(pattern=PLAIN, max_length=8000)]],
    Meta(description="headers to send; their values are never shown", examples=[{"Authorization": "Bearer ..."}],
         max_length=50,
         extra=SECRET | {"expected": phrase("an object of at most 50 headers, each with a text without line breaks")}),
]  # fmt: skip
User = Annotated[str, Meta(max_length=200, pattern=PLAIN, description="who logs in; else the user of the URL")]
Password = Annotated[
    str,
    Meta(max_length=1000, description="what they log in with; else the password of the URL; never shown",
         extra=SECRET | {"expected": phrase("a text of at most 1000 characters")}),
]  # fmt: skip
