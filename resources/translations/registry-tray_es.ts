<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name></name>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 outage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A MongoDB server answers `hello`, for which nobody has to log in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command of the settings file ends with exit code 0: `[exec]`, then `backup = &quot;check_backup --fast&quot;`, a line each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A container runs, and is healthy where its image has a health check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A forgotten application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name can be looked up, and leads where it should.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A process with this pid or name runs on this machine, and is not stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API and security</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Affected: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that can be done with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {0} applications are down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive what has crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive what was lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive what was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archived, ended {0} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker of our own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check all now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check what is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks at the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close or open an application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection refused on {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connects once with these settings, and changes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy its identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete what was archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Docker answers HTTP {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Docker knows no container {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Echo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expiry days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures before down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the tab before or after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insecure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers HTTP 429: too many requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers HTTP as expected; a status word in a JSON answer counts more than the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It redirects more than {0} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says of itself &quot;{0}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says of itself &quot;{0}&quot; (HTTP {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was handed over to the desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON pointer to a value that must be there (RFC 6901)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listen on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT broker to be present on, such as mqtt://localhost:1883; empty is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MongoDB at {0} takes no writes: it is no primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute 1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute or unmute it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MySQL or MariaDB lets us in and answers a ping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No address is set: there is nothing to connect to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No applications registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No heartbeat in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked: its registration names no health URL and no server port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not contains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured in this time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications of this desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outages of your applications are told like this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patience after a change of network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patience after sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps it is this computer: its network, containers or memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL lets us in and answers a query.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefix of keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefix of topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RabbitMQ, or another broker that speaks AMQP 0-9-1, lets us in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redirects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redis to keep all in, such as redis://localhost:6379/0; empty is a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redis, or what speaks as it does, answers PING.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registry Tray cannot start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Renew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Single checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sleep after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some applications were stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start at log-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still down: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successes before up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS: the certificate of {0} expired {1} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back a filter, close the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the settings to another machine, or bring them from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken from {0}. The settings before are kept in config.old.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell of registrations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The MQTT broker takes the connection; with a topic, a message comes within the timeout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TLS handshake failed: what answers at {0} does not speak TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TLS handshake failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TLS handshake succeeds, and the certificate is trusted and lasts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The WebSocket handshake succeeds; with `echo`, a text comes back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer broke off in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer contains &quot;{0}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer does not contain &quot;{0}&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not HTTP: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The application calls `PUT /api/job/:id/heartbeat` within every interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate expires in {0} days, on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate expires soon: in {0} days, on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate expires within a day, at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate is not trusted: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The check itself failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command {0} cannot be started: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container {0} is starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container {0} is unhealthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container {0} is unhealthy: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host name in {0} is not one that can be looked up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host name {0} is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name server gives no answer for {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0} could not be looked up: no name server answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0} does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0} has no {1} records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0} leads to {1}, not to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network of this computer has just changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old token is worth nothing any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old token is worth nothing from then on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The port takes a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The standard health service of a gRPC server says SERVING.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tray is there when you log in. Default: off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no process {0} on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {0} in the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They must send it as “Authorization: Bearer …” where the API listens beyond this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has just woken up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is going to sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer was asleep or too busy to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer was too busy to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desktop shows no tray icons; everything works from this window. On GNOME, the extension AppIndicator and KStatusNotifierItem Support brings the icon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeout elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeout on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token for other machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until it recovers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until tomorrow, 9:00</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a free port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Username</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait before notifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What answers at {0} is not {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was stopped is listed no more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your desktop shows no notifications; the window says what they would have said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your desktop shows notifications with text and buttons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your desktop shows notifications, but without {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom the chart, show all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a message must come on this topic, wildcards allowed, within the timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text to send, which must come back as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alerts paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alerts paused until {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>also notify when an application registers or unregisters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answers again, to be seen once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>body to send; never shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>buttons (use the window or the tray instead)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checks in flight at the same time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>colours: system, light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dddd, dd MMMM yyyy, HH:mm:ss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failures in a row that make a target down; 0 is 2 where the connection is refused, else 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file of certificates (PEM) to trust instead of the system&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder for the store; empty is the platform&apos;s data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>follow redirects to the same host, 5 at most; else a redirect is an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>headers to send; their values are never shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long a target elsewhere may take to answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long a target on this machine may take to answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long an application may take to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long days are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long hours and outages are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long minutes are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long single checks are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long the journal, ended sessions and errors are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long this program must stand still to have slept where no clock shows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is back after {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is checked again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not checked any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it must be one that takes writes: no secondary of a replica set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keeps going up and down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>language of the window, the tray and the notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let a word such as UP or DOWN, in `status` of a JSON answer, count more than the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>megabytes that the store may take up; the oldest checks go first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>method of the request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than a title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>muted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>muted until it recovers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>muted until {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a colon between name and value in every line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no outage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing listens, as far as is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only a retained message on the topic counts: a presence that is kept by the broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>popup could not be shown, again in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>popup in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>popup now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port of the API on 127.0.0.1 and ::1; 0 takes a free one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quiet hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quiet hours until {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reported an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarted ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run a broker here, for this machine only; needs registry-tray[broker]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size of text in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slept {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speak TLS, and trust only certificates of the system or of `ca`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>status codes that mean up: `204`, `200-299`, `2xx`, several with commas or as a list; else 200 to 399</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>successes in a row that make it up again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take any certificate, whoever signed it and for whatever name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text that must be in the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text that must not be in the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text that the message must contain, such as `online`</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name server to ask, with a port where it is not 53; else the system&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the socket of Docker, or of Podman on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time after a change of the network in which failures elsewhere tell nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time after sleep in which failures tell nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time between two checks where the registration names none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time from the first failure to the notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time of day without popups of outages, such as 22:00-08:00; empty for none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until what has crashed is archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until what was archived is deleted; what is pinned stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until what was lost is archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time until what was stopped is archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>told at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many popups, told in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unregistered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unstable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warn so many days before the certificate expires; 0 never does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was muted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was unmuted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what must be among the answers, such as an address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what must be at the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what our keys in Redis begin with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what they log in with; else the password of the URL; never shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what topics on the broker begin with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where the API listens: loopback, or an address of this machine; then a token is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>which records are asked for; without a server, A and AAAA are looked up as every program does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>which service of the server; else the server as a whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who logs in; else the user of the URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (1 service affected)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (copied)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (expected: {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1} services affected)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} applications are back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} applications are down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} applications are still down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} applications came or went</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} cannot be asked: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} does not speak TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} has no database {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} has too many connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} is not ready: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} at {1} says: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} broke off in the middle of its answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be reached: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} closed the connection without an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} could not be asked from here: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ended with {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has just come back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is still down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1}, not {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} keeps going down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} outages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} recovering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} refuses user {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} says of itself {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} suspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unregistered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} within {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, 1 service affected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, after {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, last at {1}. You are told again when it is steady.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, not over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} services affected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes what is noted of this outage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks it no more until it is resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks this instance at once (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies the identifier of this instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies what is wrong, since when and why, as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy incident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps it in the list whatever its age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets it leave the list when it is old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more popups of this outage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No popups for this instance (Ctrl+M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popups for this instance again (Ctrl+M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts it away until it registers again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the journal fits these filters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registrations, outages and recoveries are listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has happened, newest first. Enter goes to the application.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ApplicationsPage</name>
    <message>
        <source>Applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group by application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grouping and columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No application fits this search and filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was put away comes back when it registers again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>, {0} inconclusive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last {0} checks: {1} answered, {2} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not observed in the last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the last 24 hours in which it answered, of the time in which it was checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worst: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Last checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1} times)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists only these: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Muted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Curve</name>
    <message>
        <source>Last checks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>{0} archived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} checked again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} instances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} muted for ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} muted for {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} muted until recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} no longer checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unmuted</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorEntry</name>
    <message>
        <source>Copies the error with its stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has reported no errors.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy nc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign of life</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least every {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search (/ or Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searches name, identifier, host, environment, tags and address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormField</name>
    <message>
        <source>Name: value, a line each</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Close details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close details (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InForce</name>
    <message>
        <source>2 refused, 3 other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popup after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set for this check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failures in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} successes in a row</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InstanceList</name>
    <message>
        <source>Applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every registered instance, the worst first. Select one to see its details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobEntry</name>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · every {1} · timeout {2}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobForm</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks once with these values; keeps nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures in a row until it is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successes in a row until it is up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time until the popup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as in Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Add check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is checked: the registration named no health address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no longer checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalFilters</name>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recoveries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts and ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalModel</name>
    <message>
        <source>new: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelFilter</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists only what is of these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Latency</name>
    <message>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the last: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50 is the line, p95 the dashed one; outages are shaded. Point at it to read it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LatencyChart</name>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured in this time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: p50 {1} · p95 {2} · up {3}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Launcher</name>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check all now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy incident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List of keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute for 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute for ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute until tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause alerts for 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} instances</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MachineCard</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} % of {1} cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} GiB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is known of this outage. Enter saves it, Escape takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Failing now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has answered yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has restarted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is failing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restarts, last 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last at {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command or the name of an application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up and Down choose, Enter does it, Escape closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Relations</name>
    <message>
        <source>Dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depends on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the details of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (not registered)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Availability, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks them again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks them no more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selects nothing (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>(exit code {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until {0} ({1}), {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pid {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>Default: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test Redis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test the broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Program icon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the page {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} new</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <source>At most {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency of the last checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Parts of the details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists these applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of the observed time in which applications were up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime, last 24 h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes it back (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TokenCard</name>
    <message>
        <source>Copies the token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss; the token is not shown again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other machines must send it as “Authorization: Bearer {0}…”. It is shown this once and kept in {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token for other machines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Check all now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy registration command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Registry Tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume alerts ({0} left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until tomorrow, 9:00</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Command that registers an application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies the command that registers an application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening on {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No applications yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register the first one from a terminal, and it shows up here at once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>acts</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>self._model.cells</name>
    <message>
        <source>Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
