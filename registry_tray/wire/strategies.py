"""All kinds of checks together: which one a URL means, whether it can run here, and what its options may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import msgspec

from registry_tray.core.secrets import MASK
from registry_tray.core.spec import JobSpec
from registry_tray.core.targets import Scheme, Target, parse_target
from registry_tray.phrases import phrase
from registry_tray.wire.reading import Faults, read
from registry_tray.wire.records import OptionRecord, SchemeRecord, StrategyRecord
from registry_tray.wire.strategy import Option, Strategy, masked


class Strategies:
    """The declared strategies. `missing` names those whose modules are not installed."""

    def __init__(self, declared: Sequence[Strategy], missing: frozenset[str] = frozenset()) -> None:
        self._declared = tuple(declared)
        self._missing = missing
        self._of = {scheme.name: strategy for strategy in declared for scheme in strategy.schemes}
        self._schemes: dict[str, Scheme] = {scheme.name: scheme for strategy in declared for scheme in strategy.schemes}
        self._offered = ", ".join(sorted(scheme.name for each in declared if not each.refusal for scheme in each.schemes))
        self._fields = {strategy.name: frozenset(option.name for option in strategy.fields()) for strategy in declared}
        self._secret = {scheme: strategy.secrets for scheme, strategy in self._of.items()}
        self.option_names = frozenset().union(*self._fields.values())

    def __iter__(self) -> Iterator[Strategy]:
        return iter(self._declared)

    def is_available(self, strategy: Strategy) -> bool:
        """Whether all is installed that it needs."""
        return strategy.name not in self._missing

    def records(self) -> list[StrategyRecord]:
        """All of them as the API gives them."""
        return [
            StrategyRecord(
                name=each.name,
                description=each.doc,
                example=each.example,
                schemes=[SchemeRecord(scheme=scheme.name, port=scheme.port) for scheme in each.schemes],
                available=self.is_available(each) and not each.refusal,
                fix=each.refusal or ("" if self.is_available(each) else each.fix),
                options=[
                    OptionRecord(
                        name=option.name, type=option.type, default=option.default, description=option.doc,
                        secret=option.secret, choices=list(option.choices),
                    )
                    for option in each.fields()
                ],
            )
            for each in self._declared
        ]  # fmt: skip

    def options(self, scheme: str) -> tuple[Option, ...]:
        """Those that a scheme takes; none where it is not known."""
        return self._of[scheme].fields() if scheme in self._of else ()

    def target(self, url: str) -> Target:
        """What a URL names; ValueError where it cannot be checked, with the fix."""
        target = parse_target(url, self._schemes, self._offered)
        strategy = self._of[target.scheme]
        if strategy.refusal:
            raise ValueError(strategy.refusal)
        if not self.is_available(strategy):
            raise ValueError(phrase("needs what is not installed: {0}", strategy.fix))
        if target.port and not strategy.logs_in and "@" in urlsplit(target.url).netloc:
            raise ValueError(
                phrase("names a user or a password, which a check of {0} does not use: leave them out", strategy.name)
            )
        return target

    def read(self, scheme: str, raw: Mapping[str, Any], faults: Faults, path: str) -> dict[str, Any]:
        """The options of a scheme out of a request, without those that are as by default."""
        strategy = self._of.get(scheme)
        if strategy is None:
            return {}
        values = read(strategy.options, strategy.options.prepared(raw), faults, path)
        return dict(msgspec.to_builtins(values))

    def refuse_strangers(self, scheme: str, raw: Mapping[str, Any], faults: Faults) -> None:
        """Note the options of other schemes, which would be ignored."""
        strategy = self._of.get(scheme)
        if strategy is None:
            return
        for name in raw.keys() & (self.option_names - self._fields[strategy.name]):
            takers = ", ".join(each.name for each in self._declared if name in self._fields[each.name])
            faults.add(name, phrase("is no option of {0}; it is one of: {1}", scheme, takers))

    def merged(self, scheme: str, before: Mapping[str, Any], raw: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
        """The options after a change: what is not sent stays, null takes it back, and a masked secret is the present one."""
        known = self._fields[self._of[scheme].name] if scheme in self._of else frozenset[str]()
        kept = {name: value for name, value in before.items() if name in known}
        sent = {name: _unmasked(value, kept.get(name)) for name, value in raw.items() if name in known}
        return self.read(scheme, kept | sent, faults, "")

    def with_options(self, spec: JobSpec, values: Mapping[str, Any], faults: Faults, path: str) -> JobSpec:
        """The job with these options, those that are secret apart from the rest. Notes what contradicts its endpoint."""
        if (strategy := self._of.get(spec.type)) is not None:
            for name, words in strategy.find_fault(spec.endpoint, values).items():
                where = "url" if path and name == "endpoint" else name
                faults.add(f"{path}.{where}" if path else where, words)
        if not (values or spec.options or spec.secrets):
            return spec
        secrets = {name: value for name, value in values.items() if name in self._secrets(spec.type)}
        return replace(spec, options=self.masked(spec.type, values), secrets=secrets)

    def masked(self, scheme: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Options, or a whole health declaration, without the secrets; the names in a secret map stay."""
        secrets = self._secrets(scheme)
        return {name: masked(value) if name in secrets else value for name, value in values.items()}

    def _secrets(self, scheme: str) -> frozenset[str]:
        return self._secret.get(scheme, frozenset())


def _unmasked(value: Any, before: Any) -> Any:
    if isinstance(value, dict) and isinstance(before, dict):
        return {name: _unmasked(item, before.get(name)) for name, item in value.items()}
    return before if value == MASK and before is not None else value
