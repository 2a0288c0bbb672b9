<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name></name>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source>&quot;{0}&quot; comes back as &quot;{1}&quot;</source>
        <translation>«{0}» vuelve como «{1}»</translation>
    </message>
    <message numerus="yes">
        <source>%n crashed</source>
        <translation>
            <numerusform>%n fallida</numerusform>
            <numerusform>%n fallidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n degradada</numerusform>
            <numerusform>%n degradadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <translation>
            <numerusform>%n caída</numerusform>
            <numerusform>%n caídas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lost</source>
        <translation>
            <numerusform>%n perdida</numerusform>
            <numerusform>%n perdidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n más</numerusform>
            <numerusform>%n más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n en pausa</numerusform>
            <numerusform>%n en pausa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recovering</source>
        <translation>
            <numerusform>%n recuperándose</numerusform>
            <numerusform>%n recuperándose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n starting</source>
        <translation>
            <numerusform>%n iniciando</numerusform>
            <numerusform>%n iniciando</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <translation>
            <numerusform>%n detenida</numerusform>
            <numerusform>%n detenidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspect</source>
        <translation>
            <numerusform>%n en duda</numerusform>
            <numerusform>%n en duda</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n desconocida</numerusform>
            <numerusform>%n desconocidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n up</source>
        <translation>
            <numerusform>%n activa</numerusform>
            <numerusform>%n activas</numerusform>
        </translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 día</translation>
    </message>
    <message>
        <source>1 outage</source>
        <translation>1 caída</translation>
    </message>
    <message>
        <source>2 or 3</source>
        <translation>2 o 3</translation>
    </message>
    <message>
        <source>; retrying</source>
        <translation>; se reintenta</translation>
    </message>
    <message>
        <source>A MongoDB server answers `hello`, and lets us in where a user is given.</source>
        <translation>Un servidor MongoDB responde a `hello`, y nos deja entrar si se indica un usuario.</translation>
    </message>
    <message>
        <source>A command of the settings file ends with exit code 0: `[exec]`, then `backup = &quot;check_backup --fast&quot;`, a line each.</source>
        <translation>Un comando del archivo de configuración termina con código 0: `[exec]`, y luego `backup = &quot;check_backup --fast&quot;`, uno por línea.</translation>
    </message>
    <message>
        <source>A container runs, and is healthy where its image has a health check.</source>
        <translation>Un contenedor se ejecuta, y está sano si su imagen define una comprobación de salud.</translation>
    </message>
    <message>
        <source>A file stands where its folder should be: move that away, or choose another --data-dir</source>
        <translation>Hay un archivo donde debería estar su carpeta: quítalo de ahí, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>A folder has its name: move that away, or choose another --data-dir</source>
        <translation>Una carpeta lleva su nombre: quítala de ahí, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>A forgotten application</source>
        <translation>Una aplicación olvidada</translation>
    </message>
    <message>
        <source>A name can be looked up, and leads where it should.</source>
        <translation>Un nombre se puede resolver y apunta a donde debe.</translation>
    </message>
    <message>
        <source>A process with this pid or name runs on this machine, and is not stopped.</source>
        <translation>Un proceso con este PID o nombre se ejecuta en este equipo y no está detenido.</translation>
    </message>
    <message>
        <source>API and security</source>
        <translation>API y seguridad</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Reconocida</translation>
    </message>
    <message>
        <source>Affected: {0}</source>
        <translation>Afectados: {0}</translation>
    </message>
    <message>
        <source>All that can be done with it</source>
        <translation>Todo lo que se puede hacer con ella</translation>
    </message>
    <message>
        <source>All {0} applications are down</source>
        <translation>Las {0} aplicaciones están caídas</translation>
    </message>
    <message>
        <source>Allow it: ACL SETUSER &lt;user&gt; ~{&lt;prefix&gt;}:* +@all -@admin -@dangerous +info.</source>
        <translation>Permítelo: ACL SETUSER &lt;user&gt; ~{&lt;prefix&gt;}:* +@all -@admin -@dangerous +info.</translation>
    </message>
    <message>
        <source>Another program holds it: end that one</source>
        <translation>Otro programa lo tiene ocupado: termínalo</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Archive what has crashed</source>
        <translation>Archivar lo que falló</translation>
    </message>
    <message>
        <source>Archive what was lost</source>
        <translation>Archivar lo perdido</translation>
    </message>
    <message>
        <source>Archive what was stopped</source>
        <translation>Archivar lo detenido</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archivada</translation>
    </message>
    <message>
        <source>Archived, ended {0} ago</source>
        <translation>Archivada; terminó hace {0}</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Availability</source>
        <translation>Disponibilidad</translation>
    </message>
    <message>
        <source>Availability, {0}</source>
        <translation>Disponibilidad, {0}</translation>
    </message>
    <message>
        <source>Back: {0}</source>
        <translation>De vuelta: {0}</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Rama</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Broker of our own</source>
        <translation>Broker propio</translation>
    </message>
    <message>
        <source>CA</source>
        <translation>CA</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Check all now</source>
        <translation>Comprobar todo ahora</translation>
    </message>
    <message>
        <source>Check its certificate, or use redis:// where it has none ({0}).</source>
        <translation>Revisa su certificado, o usa redis:// si no tiene ninguno ({0}).</translation>
    </message>
    <message>
        <source>Check its name and that they run.</source>
        <translation>Revisa su nombre y que estén en marcha.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Check what is selected</source>
        <translation>Comprobar lo seleccionado</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Comprobado</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Comprobaciones</translation>
    </message>
    <message>
        <source>Checks at the same time</source>
        <translation>Comprobaciones simultáneas</translation>
    </message>
    <message>
        <source>Close or open an application</source>
        <translation>Contraer o expandir una aplicación</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Cerrar la ventana</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Paleta de comandos</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Conectando…</translation>
    </message>
    <message>
        <source>Connection refused on {0}</source>
        <translation>Conexión rechazada en {0}</translation>
    </message>
    <message>
        <source>Connects once with these settings, and changes nothing.</source>
        <translation>Se conecta una vez con esta configuración, sin cambiar nada.</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>Contiene</translation>
    </message>
    <message>
        <source>Copies {0}</source>
        <translation>Copia {0}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy its identifier</source>
        <translation>Copiar su identificador</translation>
    </message>
    <message>
        <source>Copy the incident</source>
        <translation>Copiar el incidente</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>Copiar {0}</translation>
    </message>
    <message>
        <source>Correct it in the store&apos;s URL.</source>
        <translation>Corrígelo en la URL del almacén.</translation>
    </message>
    <message>
        <source>Correct the port in the store&apos;s URL.</source>
        <translation>Corrige el puerto en la URL del almacén.</translation>
    </message>
    <message>
        <source>Correct them in the store&apos;s URL.</source>
        <translation>Corrígelos en la URL del almacén.</translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Degradada</translation>
    </message>
    <message>
        <source>Delete what was archived</source>
        <translation>Eliminar lo archivado</translation>
    </message>
    <message>
        <source>Dir</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Docker at {0} answers HTTP {1}, and tells nothing of {2}</source>
        <translation>Docker en {0} responde HTTP {1} y no dice nada de {2}</translation>
    </message>
    <message>
        <source>Docker at {0} closed the connection without an answer</source>
        <translation>Docker en {0} cerró la conexión sin responder</translation>
    </message>
    <message>
        <source>Docker at {0} does not answer: {1}</source>
        <translation>Docker en {0} no responde: {1}</translation>
    </message>
    <message>
        <source>Docker at {0} knows no container {1}</source>
        <translation>Docker en {0} no conoce ningún contenedor {1}</translation>
    </message>
    <message>
        <source>Docker at {0} may not be asked: add your user to the group docker</source>
        <translation>Docker en {0} no admite consultas: añade tu usuario al grupo docker</translation>
    </message>
    <message>
        <source>Docker at {0} takes the connection, but does not answer</source>
        <translation>Docker en {0} acepta la conexión, pero no responde</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Caída</translation>
    </message>
    <message>
        <source>Down: {0}</source>
        <translation>Caídas: {0}</translation>
    </message>
    <message>
        <source>Echo</source>
        <translation>Eco</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>Expiry days</source>
        <translation>Días hasta el vencimiento</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Failures before down</source>
        <translation>Fallos hasta darla por caída</translation>
    </message>
    <message>
        <source>Failures until down</source>
        <translation>Fallos hasta estar caída</translation>
    </message>
    <message>
        <source>For 1 day</source>
        <translation>Durante 1 día</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Durante 1 hora</translation>
    </message>
    <message>
        <source>For 1 minute</source>
        <translation>Durante 1 minuto</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Para siempre</translation>
    </message>
    <message>
        <source>For {0}</source>
        <translation>Durante {0}</translation>
    </message>
    <message>
        <source>For {0} days</source>
        <translation>Durante {0} días</translation>
    </message>
    <message>
        <source>For {0} hours</source>
        <translation>Durante {0} horas</translation>
    </message>
    <message>
        <source>For {0} minutes</source>
        <translation>Durante {0} minutos</translation>
    </message>
    <message>
        <source>Free some space on its disk, or choose another --data-dir</source>
        <translation>Libera espacio en su disco, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>Free some space there, and look into its log.</source>
        <translation>Libera espacio allí y consulta su log.</translation>
    </message>
    <message>
        <source>Give the address of its master ({0}), or of the sentinels.</source>
        <translation>Indica la dirección de su maestro ({0}), o la de los sentinels.</translation>
    </message>
    <message>
        <source>Give the address of its master, or of the sentinels: redis+sentinel://...</source>
        <translation>Indica la dirección de su maestro, o la de los sentinels: redis+sentinel://...</translation>
    </message>
    <message>
        <source>Give this one a prefix of its own in the settings: [store] prefix; or end the other one.</source>
        <translation>Dale a este un prefijo propio en la configuración: [store] prefix; o termina el otro.</translation>
    </message>
    <message>
        <source>Give yourself the right to write it and its folder, or choose another --data-dir</source>
        <translation>Date permiso para escribir en él y en su carpeta, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>Ir a una página</translation>
    </message>
    <message>
        <source>Go to the tab before or after</source>
        <translation>Ir a la pestaña anterior o siguiente</translation>
    </message>
    <message>
        <source>Go to what fails next, or before</source>
        <translation>Ir al siguiente que falla, o al anterior</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Encabezados</translation>
    </message>
    <message>
        <source>Health address</source>
        <translation>Dirección de salud</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horas</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{0}&apos;.</source>
        <translation>la dirección IP no coincide, el certificado no es válido para «{0}»</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>In the details</source>
        <translation>En los detalles</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>En la lista</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>No concluyente</translation>
    </message>
    <message>
        <source>Insecure</source>
        <translation>Inseguro</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>Instancia</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>Instancias</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervalo</translation>
    </message>
    <message>
        <source>It answers HTTP 429: too many requests</source>
        <translation>Responde HTTP 429: demasiadas solicitudes</translation>
    </message>
    <message>
        <source>It answers HTTP as expected; a status word in a JSON answer counts more than the code.</source>
        <translation>Responde por HTTP como se espera; una palabra de estado en una respuesta JSON cuenta más que el código.</translation>
    </message>
    <message>
        <source>It answers with a redirect (HTTP {0}), not with a WebSocket</source>
        <translation>Responde con una redirección (HTTP {0}), no con un WebSocket</translation>
    </message>
    <message>
        <source>It closes the WebSocket instead of sending the text back</source>
        <translation>Cierra el WebSocket en lugar de devolver el texto</translation>
    </message>
    <message>
        <source>It redirects more than {0} times</source>
        <translation>Redirige más de {0} veces</translation>
    </message>
    <message>
        <source>It registered anew without unregistering</source>
        <translation>Se registró de nuevo sin darse de baja</translation>
    </message>
    <message>
        <source>It says of itself &quot;{0}&quot;</source>
        <translation>Dice de sí misma «{0}»</translation>
    </message>
    <message>
        <source>It says of itself &quot;{0}&quot; (HTTP {1})</source>
        <translation>Dice de sí misma «{0}» (HTTP {1})</translation>
    </message>
    <message>
        <source>It was handed over to the desktop.</source>
        <translation>Se entregó al escritorio.</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Funciona.</translation>
    </message>
    <message>
        <source>Its command is no longer in the settings file</source>
        <translation>Su comando ya no está en el archivo de configuración</translation>
    </message>
    <message>
        <source>Its disk does not work as it should: look at it, or choose another --data-dir</source>
        <translation>Su disco no funciona como debería: revísalo, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>Its process {0} ended without unregistering</source>
        <translation>Su proceso {0} terminó sin darse de baja</translation>
    </message>
    <message>
        <source>JSON pointer</source>
        <translation>Puntero JSON</translation>
    </message>
    <message>
        <source>JSON pointer to a value that must be there (RFC 6901)</source>
        <translation>Puntero JSON a un valor que debe existir (RFC 6901)</translation>
    </message>
    <message>
        <source>JSON value</source>
        <translation>Valor JSON</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Registro de eventos</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Last answers</source>
        <translation>Últimas respuestas</translation>
    </message>
    <message>
        <source>Last output</source>
        <translation>Última salida</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Listen on</source>
        <translation>Escuchar en</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>La más larga</translation>
    </message>
    <message>
        <source>Look at its folder and its disk, or choose another --data-dir</source>
        <translation>Revisa su carpeta y su disco, o elige otro --data-dir</translation>
    </message>
    <message>
        <source>Look into its log.</source>
        <translation>Consulta su log.</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Perdida</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>MQTT broker at {0}</source>
        <translation>El broker MQTT en {0}</translation>
    </message>
    <message>
        <source>MQTT broker to be present on, such as mqtt://localhost:1883; empty is none</source>
        <translation>broker MQTT en el que estar presente, como mqtt://localhost:1883; vacío es ninguno</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutos</translation>
    </message>
    <message>
        <source>MongoDB at {0} refuses user {1} of {2}: {3}</source>
        <translation>MongoDB en {0} rechaza al usuario {1} de {2}: {3}</translation>
    </message>
    <message>
        <source>MongoDB at {0} says: {1}</source>
        <translation>MongoDB en {0} dice: {1}</translation>
    </message>
    <message>
        <source>MongoDB at {0} takes no writes: it is no primary</source>
        <translation>MongoDB en {0} no acepta escrituras: no es primario</translation>
    </message>
    <message>
        <source>Move it away to begin anew</source>
        <translation>Muévelo a otro lugar para empezar de nuevo</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Mute 1 h</source>
        <translation>Silenciar 1 h</translation>
    </message>
    <message>
        <source>Mute for</source>
        <translation>Silenciar durante</translation>
    </message>
    <message>
        <source>Mute or unmute it</source>
        <translation>Silenciar o dejar de silenciar</translation>
    </message>
    <message>
        <source>MySQL at {0} does not speak TLS</source>
        <translation>MySQL en {0} no habla TLS</translation>
    </message>
    <message>
        <source>MySQL at {0} has no database {1}</source>
        <translation>MySQL en {0} no tiene la base de datos {1}</translation>
    </message>
    <message>
        <source>MySQL at {0} has too many connections</source>
        <translation>MySQL en {0} tiene demasiadas conexiones</translation>
    </message>
    <message>
        <source>MySQL at {0} refuses user {1}: {2}</source>
        <translation>MySQL en {0} rechaza al usuario {1}: {2}</translation>
    </message>
    <message>
        <source>MySQL at {0} says: {1}</source>
        <translation>MySQL en {0} dice: {1}</translation>
    </message>
    <message>
        <source>MySQL or MariaDB lets us in and answers a ping.</source>
        <translation>MySQL o MariaDB admite la conexión y responde a un ping.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>No address is set: there is nothing to connect to.</source>
        <translation>No hay ninguna dirección configurada: no hay a qué conectarse.</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>No answer from {0}</source>
        <translation>Sin respuesta de {0}</translation>
    </message>
    <message>
        <source>No application is registered as {0}.</source>
        <translation>No hay ninguna aplicación registrada como {0}.</translation>
    </message>
    <message>
        <source>No applications registered</source>
        <translation>Ninguna aplicación registrada</translation>
    </message>
    <message>
        <source>No heartbeat in time</source>
        <translation>No llegó el latido a tiempo</translation>
    </message>
    <message>
        <source>No notification server runs on this desktop ({0} has no owner). Start or install one, such as dunst, mako or xfce4-notifyd; until then only the tray and this window tell of outages.</source>
        <translation>En este escritorio no hay ningún servidor de notificaciones en marcha ({0} no tiene dueño). Inicia o instala uno, como dunst, mako o xfce4-notifyd; hasta entonces solo la bandeja y esta ventana avisan de las caídas.</translation>
    </message>
    <message>
        <source>No process named {0} runs on this machine</source>
        <translation>En este equipo no se ejecuta ningún proceso llamado {0}</translation>
    </message>
    <message>
        <source>No sign of life for {0}</source>
        <translation>Sin señales de vida desde hace {0}</translation>
    </message>
    <message>
        <source>None in this time.</source>
        <translation>Ninguna en este período.</translation>
    </message>
    <message>
        <source>Not checked: its registration names no health URL and no server port</source>
        <translation>Sin comprobar: su registro no indica URL de salud ni puerto de servidor</translation>
    </message>
    <message>
        <source>Not contains</source>
        <translation>No contiene</translation>
    </message>
    <message>
        <source>Not seen since this computer started</source>
        <translation>No se ha visto desde que se inició este equipo</translation>
    </message>
    <message>
        <source>Nothing here can check {0}</source>
        <translation>Nada aquí puede comprobar {0}</translation>
    </message>
    <message>
        <source>Nothing to do but wait.</source>
        <translation>Solo queda esperar.</translation>
    </message>
    <message>
        <source>Nothing was measured in this time</source>
        <translation>No se midió nada en este período</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Notifications of Registry Tray are switched off in the settings of this system.</source>
        <translation>Las notificaciones de Registry Tray están desactivadas en la configuración de este sistema.</translation>
    </message>
    <message>
        <source>Notifications of this desktop</source>
        <translation>Notificaciones de este escritorio</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>Abrir su página en el navegador</translation>
    </message>
    <message>
        <source>Opens {0}</source>
        <translation>Abre {0}</translation>
    </message>
    <message>
        <source>Outages</source>
        <translation>Caídas</translation>
    </message>
    <message>
        <source>Outages of your applications are told like this.</source>
        <translation>Así se avisan las caídas de tus aplicaciones.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Patience after a change of network</source>
        <translation>Margen tras un cambio de red</translation>
    </message>
    <message>
        <source>Patience after sleep</source>
        <translation>Margen tras la suspensión</translation>
    </message>
    <message>
        <source>Pause checks</source>
        <translation>Pausar comprobaciones</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Perhaps it is this computer: its network, containers or memory</source>
        <translation>Quizás sea este equipo: su red, sus contenedores o su memoria</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>Reproducir un sonido</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Port {0}</source>
        <translation>Puerto {0}</translation>
    </message>
    <message>
        <source>Port {0} is taken {1}. Stop it, or start with another port: registry-tray --port {2}</source>
        <translation>El puerto {0} está ocupado {1}. Detenlo, o inicia con otro puerto: registry-tray --port {2}</translation>
    </message>
    <message>
        <source>Port {0} is taken, so mqtt.embedded cannot use it: if a broker runs there, set mqtt.embedded to false.</source>
        <translation>El puerto {0} está ocupado y mqtt.embedded no puede usarlo: si ya hay un broker allí, pon mqtt.embedded en false.</translation>
    </message>
    <message>
        <source>Port {0} needs special rights. Choose one above 1023 with --port.</source>
        <translation>El puerto {0} requiere permisos especiales. Elige uno mayor que 1023 con --port.</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} cannot be asked: {1}</source>
        <translation>No se puede consultar PostgreSQL en {0}: {1}</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} does not speak TLS</source>
        <translation>PostgreSQL en {0} no habla TLS</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} has no database {1}</source>
        <translation>PostgreSQL en {0} no tiene la base de datos {1}</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} is not ready: {1}</source>
        <translation>PostgreSQL en {0} no está listo: {1}</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} refuses user {1}: {2}</source>
        <translation>PostgreSQL en {0} rechaza al usuario {1}: {2}</translation>
    </message>
    <message>
        <source>PostgreSQL at {0} says: {1}</source>
        <translation>PostgreSQL en {0} dice: {1}</translation>
    </message>
    <message>
        <source>PostgreSQL lets us in and answers a query.</source>
        <translation>PostgreSQL admite la conexión y responde a una consulta.</translation>
    </message>
    <message>
        <source>Prefix of keys</source>
        <translation>Prefijo de las claves</translation>
    </message>
    <message>
        <source>Prefix of topics</source>
        <translation>Prefijo de los temas</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primario</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Proceso</translation>
    </message>
    <message>
        <source>Put it into the store&apos;s URL: redis://:password@host:6379/0, or redis://user:password@...</source>
        <translation>Ponla en la URL del almacén: redis://:password@host:6379/0, o redis://user:password@...</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Horas de silencio</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>RabbitMQ, or another broker that speaks AMQP 0-9-1, lets us in.</source>
        <translation>RabbitMQ, u otro broker que hable AMQP 0-9-1, admite la conexión.</translation>
    </message>
    <message>
        <source>Raise its maxclients.</source>
        <translation>Aumenta su maxclients.</translation>
    </message>
    <message>
        <source>Raise its maxmemory, or delete what fills it.</source>
        <translation>Aumenta su maxmemory, o elimina lo que lo llena.</translation>
    </message>
    <message>
        <source>Read the chart</source>
        <translation>Leer el gráfico</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Recovering</source>
        <translation>Recuperándose</translation>
    </message>
    <message>
        <source>Redirects</source>
        <translation>Redirecciones</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Redis at {0} asks for a password</source>
        <translation>Redis en {0} pide una contraseña</translation>
    </message>
    <message>
        <source>Redis at {0} is not ready: {1}</source>
        <translation>Redis en {0} no está listo: {1}</translation>
    </message>
    <message>
        <source>Redis at {0} knows no password: leave it out</source>
        <translation>Redis en {0} no tiene contraseña: quítala</translation>
    </message>
    <message>
        <source>Redis at {0} may throw away what is kept (maxmemory-policy {1}). Set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf.</source>
        <translation>Redis en {0} puede descartar lo guardado (maxmemory-policy {1}). Ponlo en noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, y en redis.conf.</translation>
    </message>
    <message>
        <source>Redis at {0} refuses the user name or the password</source>
        <translation>Redis en {0} rechaza el usuario o la contraseña</translation>
    </message>
    <message>
        <source>Redis at {0} says: {1}</source>
        <translation>Redis en {0} dice: {1}</translation>
    </message>
    <message>
        <source>Redis at {0} {1}. {2}</source>
        <translation>Redis en {0} {1}. {2}</translation>
    </message>
    <message>
        <source>Redis at {0} {1}; jobs are kept in memory until {2}. {3}</source>
        <translation>Redis en {0} {1}; las tareas se guardan en memoria hasta que {2}. {3}</translation>
    </message>
    <message>
        <source>Redis to keep all in, such as redis://localhost:6379/0; empty is a file</source>
        <translation>Redis donde guardarlo todo, como redis://localhost:6379/0; vacío es un archivo</translation>
    </message>
    <message>
        <source>Redis, or what speaks as it does, answers PING.</source>
        <translation>Redis, o algo compatible, responde a PING.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Registry Tray already runs on {0} ({1}).</source>
        <translation>Registry Tray ya está en marcha con {0} ({1}).</translation>
    </message>
    <message>
        <source>Registry Tray cannot start</source>
        <translation>Registry Tray no puede iniciarse</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>Renovar</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Restablecer columnas</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Resume checks</source>
        <translation>Reanudar comprobaciones</translation>
    </message>
    <message>
        <source>Retained</source>
        <translation>Retenido</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Search applications</source>
        <translation>Buscar aplicaciones</translation>
    </message>
    <message>
        <source>See whether it runs and is not stopped, and speaks TLS where rediss:// is given.</source>
        <translation>Revisa que esté en marcha y no detenido, y que hable TLS si se indica rediss://.</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Seleccionar</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Seleccionar varias</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Settings file</source>
        <translation>Archivo de configuración</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Single checks</source>
        <translation>Comprobaciones individuales</translation>
    </message>
    <message>
        <source>Size of the store</source>
        <translation>Tamaño del almacén</translation>
    </message>
    <message>
        <source>Sleep after</source>
        <translation>Suspendido tras</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>Some applications were stopped</source>
        <translation>Se detuvieron algunas aplicaciones</translation>
    </message>
    <message>
        <source>Start at log-in</source>
        <translation>Iniciar con la sesión</translation>
    </message>
    <message>
        <source>Start it, or choose another place with --store.</source>
        <translation>Inícialo, o elige otro lugar con --store.</translation>
    </message>
    <message>
        <source>Start its missing nodes.</source>
        <translation>Inicia los nodos que faltan.</translation>
    </message>
    <message>
        <source>Start the master.</source>
        <translation>Inicia el maestro.</translation>
    </message>
    <message>
        <source>Start them, or lower min-replicas-to-write.</source>
        <translation>Inícialas, o reduce min-replicas-to-write.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Status word</source>
        <translation>Palabra de estado</translation>
    </message>
    <message>
        <source>Still down: {0}</source>
        <translation>Siguen caídas: {0}</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenida</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Almacén</translation>
    </message>
    <message>
        <source>Successes before up</source>
        <translation>Aciertos hasta darla por activa</translation>
    </message>
    <message>
        <source>Successes until up</source>
        <translation>Aciertos hasta estar activa</translation>
    </message>
    <message>
        <source>Suspect</source>
        <translation>En duda</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>TLS: the certificate of {0} expired {1} ago</source>
        <translation>TLS: el certificado de {0} venció hace {1}</translation>
    </message>
    <message>
        <source>Take back a filter, close the details</source>
        <translation>Quitar un filtro, cerrar los detalles</translation>
    </message>
    <message>
        <source>Take it out of the store&apos;s URL, or set requirepass.</source>
        <translation>Quítala de la URL del almacén, o define requirepass.</translation>
    </message>
    <message>
        <source>Take the settings to another machine, or bring them from there.</source>
        <translation>Lleva la configuración a otro equipo, o tráela de allí.</translation>
    </message>
    <message>
        <source>Taken from {0}. The settings before are kept in config.old.</source>
        <translation>Tomada de {0}. La configuración anterior se conserva en config.old.</translation>
    </message>
    <message>
        <source>Tell of registrations</source>
        <translation>Avisar de los registros</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Test notification</source>
        <translation>Notificación de prueba</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>The AMQP broker at {0} does not let {1} into the virtual host {2}: {3}</source>
        <translation>El broker AMQP en {0} no deja entrar a {1} en el host virtual {2}: {3}</translation>
    </message>
    <message>
        <source>The AMQP broker at {0} does not speak AMQP 0-9-1</source>
        <translation>El broker AMQP en {0} no habla AMQP 0-9-1</translation>
    </message>
    <message>
        <source>The AMQP broker at {0} refuses user {1}: {2}</source>
        <translation>El broker AMQP en {0} rechaza al usuario {1}: {2}</translation>
    </message>
    <message>
        <source>The AMQP broker at {0} takes no passwords, only: {1}</source>
        <translation>El broker AMQP en {0} no acepta contraseñas, solo: {1}</translation>
    </message>
    <message>
        <source>The MQTT bridge failed, and begins anew; the log says why.</source>
        <translation>El puente MQTT falló y empieza de nuevo; el log dice por qué.</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} answers, but no message came on {1}</source>
        <translation>El broker MQTT en {0} responde, pero no llegó ningún mensaje en {1}</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} answers, but nothing is retained on {1},</source>
        <translation>El broker MQTT en {0} responde, pero no hay nada retenido en {1}</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} does not let us read {1}</source>
        <translation>El broker MQTT en {0} no nos deja leer {1}</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} does not speak MQTT 3.1.1</source>
        <translation>El broker MQTT en {0} no habla MQTT 3.1.1</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} is not available</source>
        <translation>El broker MQTT en {0} no está disponible</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} refuses the client id</source>
        <translation>El broker MQTT en {0} rechaza el identificador de cliente</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} refuses the log-in: not authorized</source>
        <translation>El broker MQTT en {0} rechaza el inicio de sesión: sin autorización</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} refuses the user name or the password</source>
        <translation>El broker MQTT en {0} rechaza el usuario o la contraseña</translation>
    </message>
    <message>
        <source>The MQTT broker at {0} refuses with code {1}</source>
        <translation>El broker MQTT en {0} rechaza la conexión con el código {1}</translation>
    </message>
    <message>
        <source>The MQTT broker takes the connection; with a topic, a message comes within the timeout.</source>
        <translation>El broker MQTT acepta la conexión; con un tema, llega un mensaje dentro del tiempo límite.</translation>
    </message>
    <message>
        <source>The TLS handshake failed: what answers at {0} does not speak TLS</source>
        <translation>Falló la negociación TLS: lo que responde en {0} no habla TLS</translation>
    </message>
    <message>
        <source>The TLS handshake succeeds, and the certificate is trusted and lasts.</source>
        <translation>La negociación TLS tiene éxito, y el certificado es de confianza y sigue vigente.</translation>
    </message>
    <message>
        <source>The TLS handshake with {0} failed: {1}</source>
        <translation>Falló la negociación TLS con {0}: {1}</translation>
    </message>
    <message>
        <source>The WebSocket handshake succeeds; with `echo`, a text comes back.</source>
        <translation>La negociación WebSocket tiene éxito; con `echo`, vuelve un texto.</translation>
    </message>
    <message>
        <source>The answer broke off in the middle</source>
        <translation>La respuesta se cortó a la mitad</translation>
    </message>
    <message>
        <source>The answer contains &quot;{0}&quot;</source>
        <translation>La respuesta contiene «{0}»</translation>
    </message>
    <message>
        <source>The answer does not contain &quot;{0}&quot;</source>
        <translation>La respuesta no contiene «{0}»</translation>
    </message>
    <message>
        <source>The answer is not JSON</source>
        <translation>La respuesta no es JSON</translation>
    </message>
    <message>
        <source>The application calls `PUT /api/job/:id/heartbeat` within every interval; one call makes it up again.</source>
        <translation>La aplicación llama a `PUT /api/job/:id/heartbeat` en cada intervalo; una llamada la da por activa.</translation>
    </message>
    <message>
        <source>The body is nested more than {0} levels deep.</source>
        <translation>El cuerpo tiene más de {0} niveles de anidamiento.</translation>
    </message>
    <message>
        <source>The body is not JSON: {0}.</source>
        <translation>El cuerpo no es JSON: {0}.</translation>
    </message>
    <message>
        <source>The body must be a JSON object such as {&quot;appId&quot;: &quot;my-app&quot;}.</source>
        <translation>El cuerpo debe ser un objeto JSON como {&quot;appId&quot;: &quot;my-app&quot;}.</translation>
    </message>
    <message>
        <source>The certificate expires in {0}, on {1}</source>
        <translation>El certificado vence en {0}, el {1}</translation>
    </message>
    <message>
        <source>The certificate expires within a day, at {0} UTC</source>
        <translation>El certificado vence en menos de un día, el {0} UTC</translation>
    </message>
    <message>
        <source>The certificate expires within a week, in {0}, on {1}</source>
        <translation>El certificado vence en menos de una semana, en {0}, el {1}</translation>
    </message>
    <message>
        <source>The certificate of the MQTT broker at {0} is not accepted ({1}){2}. Trust it on this machine.</source>
        <translation>No se acepta el certificado del broker MQTT en {0} ({1}){2}. Haz que este equipo confíe en él.</translation>
    </message>
    <message>
        <source>The certificate of {0} is not trusted: {1}</source>
        <translation>El certificado de {0} no es de confianza: {1}</translation>
    </message>
    <message>
        <source>The certificate of {0} is not trusted: {1}; name its authority&apos;s file in the option ca</source>
        <translation>El certificado de {0} no es de confianza: {1}; indica el archivo de su autoridad en la opción ca</translation>
    </message>
    <message>
        <source>The check itself failed: {0}</source>
        <translation>Falló la propia comprobación: {0}</translation>
    </message>
    <message>
        <source>The command {0} cannot be started: {1}</source>
        <translation>No se puede ejecutar el comando {0}: {1}</translation>
    </message>
    <message>
        <source>The command {0} did not end</source>
        <translation>El comando {0} no terminó</translation>
    </message>
    <message>
        <source>The container {0} is exited, exit code {1}</source>
        <translation>El contenedor {0} terminó con el código de salida {1}</translation>
    </message>
    <message>
        <source>The container {0} is starting</source>
        <translation>El contenedor {0} se está iniciando</translation>
    </message>
    <message>
        <source>The container {0} is unhealthy</source>
        <translation>El contenedor {0} no está sano</translation>
    </message>
    <message>
        <source>The container {0} is unhealthy: {1}</source>
        <translation>El contenedor {0} no está sano: {1}</translation>
    </message>
    <message>
        <source>The container {0} is {1}</source>
        <translation>El estado del contenedor {0} es {1}</translation>
    </message>
    <message>
        <source>The data folder {0} cannot be used: {1}. Choose another with --data-dir.</source>
        <translation>No se puede usar la carpeta de datos {0}: {1}. Elige otra con --data-dir.</translation>
    </message>
    <message>
        <source>The desktop has not answered for {0} s.</source>
        <translation>El escritorio no ha respondido en {0} s.</translation>
    </message>
    <message>
        <source>The desktop has not taken the notification: {0}.</source>
        <translation>El escritorio no aceptó la notificación: {0}.</translation>
    </message>
    <message>
        <source>The embedded MQTT broker cannot start on port {0}: {1}. Choose another port in mqtt.url.</source>
        <translation>El broker MQTT integrado no puede iniciarse en el puerto {0}: {1}. Elige otro puerto en mqtt.url.</translation>
    </message>
    <message>
        <source>The file of certificates {0} cannot be used: {1}</source>
        <translation>No se puede usar el archivo de certificados {0}: {1}</translation>
    </message>
    <message>
        <source>The gRPC server at {0} has no health service</source>
        <translation>El servidor gRPC en {0} no tiene servicio de salud</translation>
    </message>
    <message>
        <source>The gRPC server at {0} knows no service {1}</source>
        <translation>El servidor gRPC en {0} no conoce el servicio {1}</translation>
    </message>
    <message>
        <source>The gRPC server at {0} says: {1}</source>
        <translation>El servidor gRPC en {0} dice: {1}</translation>
    </message>
    <message>
        <source>The host name in {0} is not one that can be looked up</source>
        <translation>El nombre de host de {0} no se puede resolver</translation>
    </message>
    <message>
        <source>The host name {0} is not known</source>
        <translation>El nombre de host {0} no existe</translation>
    </message>
    <message>
        <source>The host {0} of the MQTT broker is not known{1}. Correct mqtt.url in the settings.</source>
        <translation>No se conoce el host {0} del broker MQTT{1}. Corrige mqtt.url en la configuración.</translation>
    </message>
    <message>
        <source>The job {0} asks {1}; only push jobs take heartbeats.</source>
        <translation>La tarea {0} consulta {1}; solo las tareas push reciben latidos.</translation>
    </message>
    <message>
        <source>The job {0} cannot be asked: it waits for the application to call.</source>
        <translation>La tarea {0} no se puede consultar: espera a que la aplicación llame.</translation>
    </message>
    <message>
        <source>The job {0} is paused. Resume it first.</source>
        <translation>La tarea {0} está en pausa. Reanúdala primero.</translation>
    </message>
    <message>
        <source>The job {0} is paused. Resume it, or register the application again.</source>
        <translation>La tarea {0} está en pausa. Reanúdala, o registra de nuevo la aplicación.</translation>
    </message>
    <message>
        <source>The job {0} names nothing that could be asked.</source>
        <translation>La tarea {0} no indica nada que consultar.</translation>
    </message>
    <message>
        <source>The message on {0} is &quot;{1}&quot;, without &quot;{2}&quot;</source>
        <translation>El mensaje en {0} es «{1}», sin «{2}»</translation>
    </message>
    <message>
        <source>The name server gives no answer for {0}: {1}</source>
        <translation>El servidor de nombres no responde por {0}: {1}</translation>
    </message>
    <message>
        <source>The name server {0} gives no answer for {1}</source>
        <translation>El servidor de nombres {0} no responde por {1}</translation>
    </message>
    <message>
        <source>The name {0} cannot be asked for: {1}</source>
        <translation>No se puede consultar el nombre {0}: {1}</translation>
    </message>
    <message>
        <source>The name {0} could not be looked up: no name server answers</source>
        <translation>No se pudo resolver el nombre {0}: no responde ningún servidor de nombres</translation>
    </message>
    <message>
        <source>The name {0} does not exist</source>
        <translation>El nombre {0} no existe</translation>
    </message>
    <message>
        <source>The name {0} has no {1} records</source>
        <translation>El nombre {0} no tiene registros {1}</translation>
    </message>
    <message>
        <source>The name {0} leads to {1}, not to {2}</source>
        <translation>El nombre {0} apunta a {1}, no a {2}</translation>
    </message>
    <message>
        <source>The network of this computer has just changed</source>
        <translation>La red de este equipo acaba de cambiar</translation>
    </message>
    <message>
        <source>The notification failed</source>
        <translation>Falló la notificación</translation>
    </message>
    <message>
        <source>The notification server has not answered for {0} s. Where that lasts, start it again, or log in anew.</source>
        <translation>El servidor de notificaciones no ha respondido en {0} s. Si continúa así, reinícialo, o cierra la sesión y vuelve a entrar.</translation>
    </message>
    <message>
        <source>The notification server has refused: {0}</source>
        <translation>El servidor de notificaciones la rechazó: {0}</translation>
    </message>
    <message>
        <source>The old token is worth nothing any more.</source>
        <translation>El token anterior ya no sirve.</translation>
    </message>
    <message>
        <source>The old token is worth nothing from then on</source>
        <translation>Desde ese momento, el token anterior ya no sirve</translation>
    </message>
    <message>
        <source>The panel of this desktop shows no messages of its own.</source>
        <translation>El panel de este escritorio no muestra mensajes propios.</translation>
    </message>
    <message>
        <source>The port takes a connection.</source>
        <translation>El puerto acepta una conexión.</translation>
    </message>
    <message>
        <source>The process {0} has ended, and its parent has not taken note</source>
        <translation>El proceso {0} ha terminado y su proceso padre no lo ha recogido</translation>
    </message>
    <message>
        <source>The process {0} is stopped</source>
        <translation>El proceso {0} está detenido</translation>
    </message>
    <message>
        <source>The registry was started anew while its store was away</source>
        <translation>El registro se inició de nuevo mientras su almacén no estaba disponible</translation>
    </message>
    <message>
        <source>The sample could not be shown: {0}.</source>
        <translation>No se pudo mostrar el ejemplo: {0}.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>El servidor</translation>
    </message>
    <message>
        <source>The session bus ({0}) cannot be reached: {1}.</source>
        <translation>No se puede alcanzar el bus de sesión ({0}): {1}.</translation>
    </message>
    <message>
        <source>The session bus has gone away.</source>
        <translation>Se perdió el bus de sesión.</translation>
    </message>
    <message>
        <source>The session bus has gone away: {0}.</source>
        <translation>Se perdió el bus de sesión: {0}.</translation>
    </message>
    <message>
        <source>The settings could not be taken over: {0}.</source>
        <translation>No se pudo tomar la configuración: {0}.</translation>
    </message>
    <message>
        <source>The settings could not be written to {0}: {1}.</source>
        <translation>No se pudo guardar la configuración en {0}: {1}.</translation>
    </message>
    <message>
        <source>The settings file has no command {0} in its section [exec]</source>
        <translation>El archivo de configuración no tiene ningún comando {0} en su sección [exec]</translation>
    </message>
    <message>
        <source>The settings file {0} cannot be read: {1}.</source>
        <translation>No se puede leer el archivo de configuración {0}: {1}.</translation>
    </message>
    <message>
        <source>The standard health service of a gRPC server says SERVING.</source>
        <translation>El servicio de salud estándar de un servidor gRPC dice SERVING.</translation>
    </message>
    <message>
        <source>The start at log-in could not be changed: {0}.</source>
        <translation>No se pudo cambiar el inicio con la sesión: {0}.</translation>
    </message>
    <message>
        <source>The start at log-in could not be changed: {0}: {1}.</source>
        <translation>No se pudo cambiar el inicio con la sesión: {0}: {1}.</translation>
    </message>
    <message>
        <source>The store is larger than {0} MB, and holds nothing that could be deleted. Set retention.size higher, or check fewer jobs.</source>
        <translation>El almacén ocupa más de {0} MB y no tiene nada que se pueda eliminar. Aumenta retention.size, o comprueba menos tareas.</translation>
    </message>
    <message>
        <source>The store was written by a newer Registry Tray (layout {0}, this one knows {1}). Update Registry Tray, or start it with another --data-dir.</source>
        <translation>El almacén lo escribió un Registry Tray más reciente (formato {0}; este conoce el {1}). Actualiza Registry Tray, o inícialo con otro --data-dir.</translation>
    </message>
    <message>
        <source>The store {0} cannot be opened: {1}. {2}.</source>
        <translation>No se puede abrir el almacén {0}: {1}. {2}.</translation>
    </message>
    <message>
        <source>The store {0} cannot be read: {1}. {2}.</source>
        <translation>No se puede leer el almacén {0}: {1}. {2}.</translation>
    </message>
    <message>
        <source>The store {0} cannot be written: {1}. {2}.</source>
        <translation>No se puede escribir en el almacén {0}: {1}. {2}.</translation>
    </message>
    <message>
        <source>The token in {0} cannot be kept: {1}.</source>
        <translation>No se puede guardar el token en {0}: {1}.</translation>
    </message>
    <message>
        <source>The token in {0} cannot be read: {1}.</source>
        <translation>No se puede leer el token en {0}: {1}.</translation>
    </message>
    <message>
        <source>The tray is there when you log in. Default: off.</source>
        <translation>La bandeja estará ahí al iniciar sesión. Predeterminado: no.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>There is no Docker at {0}: start it, or name its socket in the option socket</source>
        <translation>No hay Docker en {0}: inícialo, o indica su socket en la opción socket</translation>
    </message>
    <message>
        <source>There is no job {0}.</source>
        <translation>No existe la tarea {0}.</translation>
    </message>
    <message>
        <source>There is no process {0} on this machine</source>
        <translation>No hay ningún proceso {0} en este equipo</translation>
    </message>
    <message>
        <source>There is no session bus to show notifications by: DBUS_SESSION_BUS_ADDRESS is not set. Start the program from your desktop, or with dbus-run-session; until then only the tray and this window tell of outages.</source>
        <translation>No hay bus de sesión para mostrar notificaciones: DBUS_SESSION_BUS_ADDRESS no está definido. Inicia el programa desde tu escritorio, o con dbus-run-session; hasta entonces solo la bandeja y esta ventana avisan de las caídas.</translation>
    </message>
    <message>
        <source>There is no {0} in the answer</source>
        <translation>No hay {0} en la respuesta</translation>
    </message>
    <message>
        <source>They must send it as “Authorization: Bearer …” where the API listens beyond this machine.</source>
        <translation>Deben enviarlo como «Authorization: Bearer …» cuando la API escucha fuera de este equipo.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>This computer has just woken up</source>
        <translation>Este equipo acaba de reactivarse</translation>
    </message>
    <message>
        <source>This computer is going to sleep</source>
        <translation>Este equipo va a suspenderse</translation>
    </message>
    <message>
        <source>This computer was asleep or too busy to tell</source>
        <translation>Este equipo estaba suspendido o demasiado ocupado para saberlo</translation>
    </message>
    <message>
        <source>This computer was restarted</source>
        <translation>Este equipo se reinició</translation>
    </message>
    <message>
        <source>This computer was too busy to tell</source>
        <translation>Este equipo estaba demasiado ocupado para saberlo</translation>
    </message>
    <message>
        <source>This desktop shows no notifications: {0}.</source>
        <translation>Este escritorio no muestra notificaciones: {0}.</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons; everything works from this window. On GNOME, the extension AppIndicator and KStatusNotifierItem Support brings the icon.</source>
        <translation>Este escritorio no muestra iconos de bandeja; todo funciona desde esta ventana. En GNOME, la extensión AppIndicator and KStatusNotifierItem Support añade el icono.</translation>
    </message>
    <message>
        <source>This desktop shows notifications of installed programs only.</source>
        <translation>Este escritorio solo muestra notificaciones de programas instalados.</translation>
    </message>
    <message>
        <source>This is a test</source>
        <translation>Esto es una prueba</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Esta lista</translation>
    </message>
    <message>
        <source>This machine has no address {0}: correct server.bind.</source>
        <translation>Este equipo no tiene la dirección {0}: corrige server.bind.</translation>
    </message>
    <message>
        <source>Time down</source>
        <translation>Tiempo caída</translation>
    </message>
    <message>
        <source>Time to restart</source>
        <translation>Tiempo para reiniciar</translation>
    </message>
    <message>
        <source>Time to start</source>
        <translation>Tiempo para iniciar</translation>
    </message>
    <message>
        <source>Time until the popup</source>
        <translation>Tiempo hasta el aviso</translation>
    </message>
    <message>
        <source>Time until the popup of a crash</source>
        <translation>Aviso si el proceso falla</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>Tiempo agotado</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Tiempo límite</translation>
    </message>
    <message>
        <source>Timeout elsewhere</source>
        <translation>Tiempo límite en otros equipos</translation>
    </message>
    <message>
        <source>Timeout on this machine</source>
        <translation>Tiempo límite en este equipo</translation>
    </message>
    <message>
        <source>Token for other machines</source>
        <translation>Token para otros equipos</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocida</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Dejar de silenciar</translation>
    </message>
    <message>
        <source>Until it recovers</source>
        <translation>Hasta que se recupere</translation>
    </message>
    <message>
        <source>Until tomorrow, 9:00</source>
        <translation>Hasta mañana, 9:00</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>Up, but not for long yet: {0}</source>
        <translation>Activas, pero aún hace poco: {0}</translation>
    </message>
    <message>
        <source>Update Registry Tray, or give it another prefix in the settings: [store] prefix.</source>
        <translation>Actualiza Registry Tray, o dale otro prefijo en la configuración: [store] prefix.</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>Disponibilidad</translation>
    </message>
    <message>
        <source>Use a free port</source>
        <translation>Usar un puerto libre</translation>
    </message>
    <message>
        <source>Use a smaller number in the store&apos;s URL, or raise `databases`.</source>
        <translation>Usa un número menor en la URL del almacén, o aumenta `databases`.</translation>
    </message>
    <message>
        <source>Use redis+cluster:// in the store&apos;s URL.</source>
        <translation>Usa redis+cluster:// en la URL del almacén.</translation>
    </message>
    <message>
        <source>Username</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Version {0} or newer is needed.</source>
        <translation>Se necesita la versión {0} o posterior.</translation>
    </message>
    <message>
        <source>Wait after a crash</source>
        <translation>Espera tras un proceso fallido</translation>
    </message>
    <message>
        <source>Wait before notifying</source>
        <translation>Espera antes de avisar</translation>
    </message>
    <message>
        <source>Wait, or end it with SCRIPT KILL.</source>
        <translation>Espera, o termínalo con SCRIPT KILL.</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advertencia</translation>
    </message>
    <message>
        <source>What Redis at {0} holds cannot be read: {1}. Choose another prefix: [store] prefix.</source>
        <translation>No se puede leer lo que guarda Redis en {0}: {1}. Elige otro prefijo: [store] prefix.</translation>
    </message>
    <message>
        <source>What answers at {0} is not Docker</source>
        <translation>Lo que responde en {0} no es Docker</translation>
    </message>
    <message>
        <source>What answers at {0} is not Docker: {1}</source>
        <translation>Lo que responde en {0} no es Docker: {1}</translation>
    </message>
    <message>
        <source>What answers at {0} is not HTTP: it says &quot;{1}&quot;</source>
        <translation>Lo que responde en {0} no es HTTP: dice &quot;{1}&quot;</translation>
    </message>
    <message>
        <source>What answers at {0} is not HTTP: {1}</source>
        <translation>Lo que responde en {0} no es HTTP: {1}</translation>
    </message>
    <message>
        <source>What answers at {0} is not MySQL</source>
        <translation>Lo que responde en {0} no es MySQL</translation>
    </message>
    <message>
        <source>What answers at {0} is not Redis</source>
        <translation>Lo que responde en {0} no es Redis</translation>
    </message>
    <message>
        <source>What answers at {0} is not a gRPC server</source>
        <translation>Lo que responde en {0} no es un servidor gRPC</translation>
    </message>
    <message>
        <source>What answers at {0} is not {1}</source>
        <translation>Lo que responde en {0} no es {1}</translation>
    </message>
    <message>
        <source>What answers at {0} speaks TLS: check it as {1}</source>
        <translation>Lo que responde en {0} habla TLS: compruébalo como {1}</translation>
    </message>
    <message>
        <source>What answers at {0} speaks TLS: check it with the option tls</source>
        <translation>Lo que responde en {0} habla TLS: compruébalo con la opción tls</translation>
    </message>
    <message>
        <source>What was stopped is listed no more</source>
        <translation>Lo que se detuvo ya no aparece en la lista</translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation>Guardado en {0}.</translation>
    </message>
    <message>
        <source>Your desktop shows no notifications; the window says what they would have said.</source>
        <translation>Tu escritorio no muestra notificaciones; la ventana dice lo que habrían dicho.</translation>
    </message>
    <message>
        <source>Your desktop shows notifications with text and buttons.</source>
        <translation>Tu escritorio muestra notificaciones con texto y botones.</translation>
    </message>
    <message>
        <source>Your desktop shows notifications, but without {0}.</source>
        <translation>Tu escritorio muestra notificaciones, pero sin {0}.</translation>
    </message>
    <message>
        <source>Zoom the chart, show all of it</source>
        <translation>Ampliar el gráfico, mostrarlo entero</translation>
    </message>
    <message>
        <source>a JSON pointer such as /checks/db/status</source>
        <translation>un puntero JSON como /checks/db/status</translation>
    </message>
    <message>
        <source>a Redis URL such as redis://localhost:6379/0, rediss://user:password@host:6380/0, redis+sentinel://host:26379/mymaster/0 or redis+cluster://host:6379</source>
        <translation>una URL de Redis como redis://localhost:6379/0, rediss://user:password@host:6380/0, redis+sentinel://host:26379/mymaster/0 o redis+cluster://host:6379</translation>
    </message>
    <message>
        <source>a Redis URL that ends in the number of the database: redis://localhost:6379/0</source>
        <translation>una URL de Redis que termine en el número de la base de datos: redis://localhost:6379/0</translation>
    </message>
    <message>
        <source>a Redis URL with a port between 1 and 65535</source>
        <translation>una URL de Redis con un puerto entre 1 y 65535</translation>
    </message>
    <message>
        <source>a Redis URL with no options but {0} (a # or ? in a password is written %23 or %3F)</source>
        <translation>una URL de Redis sin más opciones que {0} (un # o ? en una contraseña se escribe %23 o %3F)</translation>
    </message>
    <message>
        <source>a cluster URL without a database: a Redis cluster has only number 0</source>
        <translation>una URL de clúster sin base de datos: un clúster de Redis solo tiene la número 0</translation>
    </message>
    <message>
        <source>a duration such as 500ms, 10s, 5m or 1h</source>
        <translation>una duración como 500ms, 10s, 5m o 1h</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>una carpeta</translation>
    </message>
    <message>
        <source>a free one</source>
        <translation>uno libre</translation>
    </message>
    <message>
        <source>a host, with a port where it is not 53, such as 192.168.1.1:5353</source>
        <translation>un host, con puerto si no es el 53, como 192.168.1.1:5353</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>una lista</translation>
    </message>
    <message>
        <source>a list of at most 30 words, as in [&quot;backend&quot;]</source>
        <translation>una lista de 30 palabras como máximo, como [&quot;backend&quot;]</translation>
    </message>
    <message>
        <source>a list of at most 50 identifiers or applications, as in [&quot;redis&quot;]</source>
        <translation>una lista de 50 identificadores o aplicaciones como máximo, como [&quot;redis&quot;]</translation>
    </message>
    <message>
        <source>a list of at most 50 texts</source>
        <translation>una lista de 50 textos como máximo</translation>
    </message>
    <message>
        <source>a message must come on this topic, wildcards allowed, within the timeout</source>
        <translation>debe llegar un mensaje en este tema (se admiten comodines) dentro del tiempo límite</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>un número</translation>
    </message>
    <message>
        <source>a sentinel URL with the name of the master: redis+sentinel://host:26379/mymaster/0</source>
        <translation>una URL de sentinel con el nombre del maestro: redis+sentinel://host:26379/mymaster/0</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>un texto</translation>
    </message>
    <message>
        <source>a text of at most 1000 characters</source>
        <translation>un texto de 1000 caracteres como máximo</translation>
    </message>
    <message>
        <source>a text of at most 65536 characters</source>
        <translation>un texto de 65536 caracteres como máximo</translation>
    </message>
    <message>
        <source>a text to send, which must come back as it is</source>
        <translation>un texto que se envía y debe volver tal cual</translation>
    </message>
    <message>
        <source>a time of day such as 22:00-08:00, or empty for none</source>
        <translation>un horario como 22:00-08:00, o vacío para ninguno</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>un número entero</translation>
    </message>
    <message>
        <source>a whole number between {0} and {1}</source>
        <translation>un número entero entre {0} y {1}</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>reconocida</translation>
    </message>
    <message>
        <source>acknowledged: {0}</source>
        <translation>reconocida: {0}</translation>
    </message>
    <message>
        <source>address already in use</source>
        <translation>la dirección ya está en uso</translation>
    </message>
    <message>
        <source>after {0}</source>
        <translation>después de {0}</translation>
    </message>
    <message>
        <source>alerts paused</source>
        <translation>alertas en pausa</translation>
    </message>
    <message>
        <source>alerts paused until {0}</source>
        <translation>alertas en pausa hasta {0}</translation>
    </message>
    <message>
        <source>also notify when an application registers or unregisters</source>
        <translation>avisar también cuando una aplicación se registra o se da de baja</translation>
    </message>
    <message>
        <source>an AMQP broker</source>
        <translation>un broker AMQP</translation>
    </message>
    <message>
        <source>an MQTT broker</source>
        <translation>un broker MQTT</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>un objeto</translation>
    </message>
    <message>
        <source>an object of at most 30 URLs by name, as in {&quot;wiki&quot;: &quot;http://...&quot;}</source>
        <translation>un objeto de 30 URL por nombre como máximo, como {&quot;wiki&quot;: &quot;http://...&quot;}</translation>
    </message>
    <message>
        <source>an object of at most 50 headers, each with a text without line breaks</source>
        <translation>un objeto de 50 encabezados como máximo, cada uno con un texto sin saltos de línea</translation>
    </message>
    <message>
        <source>an unnamed error</source>
        <translation>un error sin nombre</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>otro proceso</translation>
    </message>
    <message>
        <source>answers again, though it has not registered</source>
        <translation>responde de nuevo, aunque no se ha registrado</translation>
    </message>
    <message>
        <source>answers again, to be seen once more</source>
        <translation>vuelve a responder; falta confirmarlo</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archivada</translation>
    </message>
    <message>
        <source>asks for a password</source>
        <translation>pide una contraseña</translation>
    </message>
    <message>
        <source>asks for the log-in {0}, which cannot be checked: only {1} and {2} can</source>
        <translation>pide el inicio de sesión {0}, que no se puede comprobar: solo {1} y {2}</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>intento de escribir en una base de datos de solo lectura</translation>
    </message>
    <message>
        <source>back, told with the others in {0}</source>
        <translation>ha vuelto, se avisa con las demás en {0}</translation>
    </message>
    <message>
        <source>belongs to the application {0}; leave it out, and one is made from appId and hostname</source>
        <translation>pertenece a la aplicación {0}; omítelo y se crea uno con appId y hostname</translation>
    </message>
    <message>
        <source>between {0} and {1}</source>
        <translation>un valor entre {0} y {1}</translation>
    </message>
    <message>
        <source>body to send; never shown</source>
        <translation>cuerpo que se envía; nunca se muestra</translation>
    </message>
    <message>
        <source>buttons (use the window or the tray instead)</source>
        <translation>botones (usa la ventana o la bandeja)</translation>
    </message>
    <message>
        <source>by another program</source>
        <translation>por otro programa</translation>
    </message>
    <message>
        <source>by {0}</source>
        <translation>por {0}</translation>
    </message>
    <message>
        <source>cannot assign requested address</source>
        <translation>no se puede asignar la dirección solicitada</translation>
    </message>
    <message>
        <source>cannot be found: the host name is not known</source>
        <translation>no se encuentra: no se conoce el nombre de host</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>no se puede alcanzar</translation>
    </message>
    <message>
        <source>cannot be reached with TLS</source>
        <translation>no se puede alcanzar por TLS</translation>
    </message>
    <message>
        <source>cannot write to its disk</source>
        <translation>no puede escribir en su disco</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>el certificado ha vencido</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>el certificado aún no es válido</translation>
    </message>
    <message>
        <source>checks in flight at the same time</source>
        <translation>comprobaciones en curso al mismo tiempo</translation>
    </message>
    <message>
        <source>client identifier not valid</source>
        <translation>identificador de cliente no válido</translation>
    </message>
    <message>
        <source>colours: system, light or dark</source>
        <translation>colores: del sistema, claro u oscuro</translation>
    </message>
    <message>
        <source>connection reset by peer</source>
        <translation>conexión restablecida por el otro extremo</translation>
    </message>
    <message>
        <source>connection timed out</source>
        <translation>se agotó el tiempo de conexión</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>crashed for {0}</source>
        <translation>fallida desde hace {0}</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>la base de datos está dañada</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>la base de datos está bloqueada</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>la base de datos o el disco están llenos</translation>
    </message>
    <message>
        <source>dddd, dd MMMM yyyy, HH:mm:ss</source>
        <translation>dddd, d &apos;de&apos; MMMM &apos;de&apos; yyyy, HH:mm:ss</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>error de lectura o escritura en el disco</translation>
    </message>
    <message>
        <source>disk quota exceeded</source>
        <translation>se superó la cuota de disco</translation>
    </message>
    <message>
        <source>does not accept this user and password</source>
        <translation>no acepta este usuario y contraseña</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>no responde</translation>
    </message>
    <message>
        <source>does not let this user do what is needed</source>
        <translation>no permite a este usuario hacer lo necesario</translation>
    </message>
    <message>
        <source>exec format error</source>
        <translation>formato de ejecutable no válido</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation>código de salida {0}</translation>
    </message>
    <message>
        <source>failures in a row that make a target down; 0 stands for 2 where the connection is refused, else 3</source>
        <translation>fallos seguidos que dan por caído un destino; 0 equivale a 2 si se rechaza la conexión y, si no, a 3</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>el archivo no es una base de datos</translation>
    </message>
    <message>
        <source>file of certificates (PEM) to trust instead of the system&apos;s</source>
        <translation>archivo de certificados (PEM) en los que confiar en lugar de los del sistema</translation>
    </message>
    <message>
        <source>folder for the store; empty is the platform&apos;s data folder</source>
        <translation>carpeta del almacén; vacía es la carpeta de datos del sistema</translation>
    </message>
    <message>
        <source>follow redirects to the same host, 5 at most; else a redirect is an answer</source>
        <translation>seguir hasta 5 redirecciones al mismo host; si no, una redirección es una respuesta</translation>
    </message>
    <message>
        <source>for how long a mute or a pause is offered, such as 15m, 1h, 4h</source>
        <translation>durante cuánto tiempo se ofrece silenciar o pausar, como 15m, 1h, 4h</translation>
    </message>
    <message>
        <source>has a password without a user, which MQTT cannot send: name the user, in the URL or as username</source>
        <translation>tiene contraseña pero no usuario, y MQTT no puede enviarla así: indica el usuario, en la URL o en username</translation>
    </message>
    <message>
        <source>has closed the connection</source>
        <translation>cerró la conexión</translation>
    </message>
    <message>
        <source>has crashed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>has lost its master</source>
        <translation>perdió su maestro</translation>
    </message>
    <message>
        <source>has no connection left</source>
        <translation>no tiene conexiones libres</translation>
    </message>
    <message>
        <source>has no password, but one was given</source>
        <translation>no tiene contraseña, pero se indicó una</translation>
    </message>
    <message>
        <source>has no such database</source>
        <translation>no tiene esa base de datos</translation>
    </message>
    <message>
        <source>has the scheme {0}, there are: {1}</source>
        <translation>tiene el esquema {0}; existen: {1}</translation>
    </message>
    <message>
        <source>has too few replicas to write</source>
        <translation>tiene muy pocas réplicas para escribir</translation>
    </message>
    <message>
        <source>headers to send; their values are never shown</source>
        <translation>encabezados que se envían; sus valores nunca se muestran</translation>
    </message>
    <message>
        <source>host is down</source>
        <translation>el host está caído</translation>
    </message>
    <message>
        <source>hostname mismatch, certificate is not valid for &apos;{0}&apos;.</source>
        <translation>el nombre no coincide, el certificado no es válido para «{0}»</translation>
    </message>
    <message>
        <source>how long a target elsewhere may take to answer</source>
        <translation>cuánto puede tardar en responder un destino en otro equipo</translation>
    </message>
    <message>
        <source>how long a target on this machine may take to answer</source>
        <translation>cuánto puede tardar en responder un destino en este equipo</translation>
    </message>
    <message>
        <source>how long an application may take to start</source>
        <translation>cuánto puede tardar en iniciarse una aplicación</translation>
    </message>
    <message>
        <source>how long days are kept</source>
        <translation>cuánto se conservan los días</translation>
    </message>
    <message>
        <source>how long hours and outages are kept</source>
        <translation>cuánto se conservan las horas y las caídas</translation>
    </message>
    <message>
        <source>how long minutes are kept</source>
        <translation>cuánto se conservan los minutos</translation>
    </message>
    <message>
        <source>how long single checks are kept</source>
        <translation>cuánto se conservan las comprobaciones individuales</translation>
    </message>
    <message>
        <source>how long the journal, ended sessions and errors are kept</source>
        <translation>cuánto se conservan los eventos, las sesiones terminadas y los errores</translation>
    </message>
    <message>
        <source>how long this program must stand still to have slept where no clock shows it</source>
        <translation>cuánto debe estar parado este programa para considerarlo suspendido cuando ningún reloj lo indica</translation>
    </message>
    <message>
        <source>is a cloud metadata service, which is never checked</source>
        <translation>es de un servicio de metadatos de la nube, que nunca se comprueba</translation>
    </message>
    <message>
        <source>is a cluster that is down</source>
        <translation>es un clúster que está caído</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>is a link-local, multicast or cloud metadata address, which is never checked</source>
        <translation>es de enlace local, de multidifusión o de metadatos de la nube, y esas nunca se comprueban</translation>
    </message>
    <message>
        <source>is a path: send the whole URL (http://localhost:8000{0}), or server.port with it</source>
        <translation>es una ruta: envía la URL completa (http://localhost:8000{0}), o también server.port</translation>
    </message>
    <message>
        <source>is a read-only replica</source>
        <translation>es una réplica de solo lectura</translation>
    </message>
    <message>
        <source>is about a message: name the topic that it comes on, too</source>
        <translation>se refiere a un mensaje: indica también el tema en el que llega</translation>
    </message>
    <message>
        <source>is back after {0}</source>
        <translation>se recuperó después de {0}</translation>
    </message>
    <message>
        <source>is busy with a script</source>
        <translation>está ocupado con un script</translation>
    </message>
    <message>
        <source>is checked again</source>
        <translation>se vuelve a comprobar</translation>
    </message>
    <message>
        <source>is down</source>
        <translation>está caída</translation>
    </message>
    <message>
        <source>is lost</source>
        <translation>se perdió</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>is missing: name what is checked, such as http://localhost:8000/health</source>
        <translation>falta: indica qué se comprueba, como http://localhost:8000/health</translation>
    </message>
    <message>
        <source>is missing: over a broker on another machine it cannot be guessed</source>
        <translation>falta: a través de un broker en otro equipo no se puede adivinar</translation>
    </message>
    <message>
        <source>is missing: say what went wrong</source>
        <translation>falta: indica qué salió mal</translation>
    </message>
    <message>
        <source>is missing: send the identifier that the registration was answered with</source>
        <translation>falta: envía el identificador con que se respondió al registro</translation>
    </message>
    <message>
        <source>is no Redis: something else answers there</source>
        <translation>no es Redis: allí responde otra cosa</translation>
    </message>
    <message>
        <source>is no option of {0}; it is one of: {1}</source>
        <translation>no es una opción de {0}; lo es de: {1}</translation>
    </message>
    <message>
        <source>is not a URL: {0}</source>
        <translation>no es una URL: {0}</translation>
    </message>
    <message>
        <source>is not a number</source>
        <translation>no es un número</translation>
    </message>
    <message>
        <source>is not acknowledged any more</source>
        <translation>ya no está reconocida</translation>
    </message>
    <message>
        <source>is not checked any more</source>
        <translation>ya no se comprueba</translation>
    </message>
    <message>
        <source>is not known here, and is not used</source>
        <translation>no se conoce aquí y no se usa</translation>
    </message>
    <message>
        <source>is not known here; did you mean {0}?</source>
        <translation>no se conoce aquí; ¿querías decir {0}?</translation>
    </message>
    <message>
        <source>is not known here; there are: {0}</source>
        <translation>no se conoce aquí; existen: {0}</translation>
    </message>
    <message>
        <source>is not {0}</source>
        <translation>no es {0}</translation>
    </message>
    <message>
        <source>is out of memory</source>
        <translation>no tiene memoria</translation>
    </message>
    <message>
        <source>is part of a cluster</source>
        <translation>es parte de un clúster</translation>
    </message>
    <message>
        <source>is still loading its data</source>
        <translation>aún está cargando sus datos</translation>
    </message>
    <message>
        <source>is up</source>
        <translation>está activa</translation>
    </message>
    <message>
        <source>is used by another Registry Tray with the same prefix ({0})</source>
        <translation>lo usa otro Registry Tray con el mismo prefijo ({0})</translation>
    </message>
    <message>
        <source>is version {0}, too old</source>
        <translation>es la versión {0}, demasiado antigua</translation>
    </message>
    <message>
        <source>it answers</source>
        <translation>responda</translation>
    </message>
    <message>
        <source>it asks for a client certificate, which no check has</source>
        <translation>pide un certificado de cliente, y ninguna comprobación lo tiene</translation>
    </message>
    <message>
        <source>it asks for {0} rounds of hashing, which is too many</source>
        <translation>pide {0} rondas de hash, que son demasiadas</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>cerró la conexión</translation>
    </message>
    <message>
        <source>it does not go by this name</source>
        <translation>no atiende a este nombre</translation>
    </message>
    <message>
        <source>it is not trusted</source>
        <translation>no es de confianza</translation>
    </message>
    <message>
        <source>it is ready</source>
        <translation>esté listo</translation>
    </message>
    <message>
        <source>it must be one that takes writes: no secondary of a replica set</source>
        <translation>debe aceptar escrituras: no ser secundario de un conjunto de réplicas</translation>
    </message>
    <message>
        <source>it refuses, as one does that asks for a client certificate</source>
        <translation>la rechaza, como si pidiera un certificado de cliente</translation>
    </message>
    <message>
        <source>it speaks no version of TLS that this computer does</source>
        <translation>no habla ninguna versión de TLS que este equipo admita</translation>
    </message>
    <message>
        <source>it speaks only a version of TLS that is too old</source>
        <translation>solo habla una versión de TLS demasiado antigua</translation>
    </message>
    <message>
        <source>its address {0}</source>
        <translation>su dirección {0}</translation>
    </message>
    <message>
        <source>its log-in does not end</source>
        <translation>su inicio de sesión no termina</translation>
    </message>
    <message>
        <source>its log-in has no number</source>
        <translation>su inicio de sesión no tiene número</translation>
    </message>
    <message>
        <source>its log-in is empty</source>
        <translation>su inicio de sesión está vacío</translation>
    </message>
    <message>
        <source>its log-in is wrong: {0}</source>
        <translation>su inicio de sesión es incorrecto: {0}</translation>
    </message>
    <message>
        <source>keeps going up and down</source>
        <translation>cae y se recupera una y otra vez</translation>
    </message>
    <message>
        <source>language of the window, the tray and the notifications</source>
        <translation>idioma de la ventana, la bandeja y las notificaciones</translation>
    </message>
    <message>
        <source>leads back to itself: {0} -&gt; {1}; leave one of them out</source>
        <translation>vuelve a sí misma: {0} -&gt; {1}; quita una de ellas</translation>
    </message>
    <message>
        <source>let a word such as UP or DOWN, in `status` of a JSON answer, count more than the code</source>
        <translation>que una palabra como UP o DOWN en `status` de una respuesta JSON cuente más que el código</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>perdida</translation>
    </message>
    <message>
        <source>lost for {0}</source>
        <translation>perdida desde hace {0}</translation>
    </message>
    <message>
        <source>made {0}</source>
        <translation>creado el {0}</translation>
    </message>
    <message>
        <source>megabytes that the store may take up; the oldest checks go first</source>
        <translation>megabytes que puede ocupar el almacén; primero se eliminan las comprobaciones más antiguas</translation>
    </message>
    <message>
        <source>method of the request</source>
        <translation>método de la solicitud</translation>
    </message>
    <message>
        <source>more than a title</source>
        <translation>más que un título</translation>
    </message>
    <message>
        <source>mqtt.embedded is for this machine only: make mqtt.url empty, or mqtt://localhost:1883.</source>
        <translation>mqtt.embedded es solo para este equipo: deja mqtt.url vacío, o en mqtt://localhost:1883.</translation>
    </message>
    <message>
        <source>mqtt.embedded needs a package that is missing: pip install &apos;registry-tray[broker]&apos;.</source>
        <translation>mqtt.embedded necesita un paquete que falta: pip install &apos;registry-tray[broker]&apos;.</translation>
    </message>
    <message>
        <source>must be a URL such as http://localhost:8000/health (schemes: {0})</source>
        <translation>debe ser una URL como http://localhost:8000/health (esquemas: {0})</translation>
    </message>
    <message>
        <source>must be a name of letters, digits and . _ - + @ alone, as in {0}://my-name</source>
        <translation>debe ser un nombre formado solo por letras, dígitos y . _ - + @, como {0}://my-name</translation>
    </message>
    <message>
        <source>must be a text of at most {0} characters</source>
        <translation>debe ser un texto de {0} caracteres como máximo</translation>
    </message>
    <message>
        <source>must be a text of at most {0} characters, and not blank</source>
        <translation>debe ser un texto de {0} caracteres como máximo, y no estar en blanco</translation>
    </message>
    <message>
        <source>must be a text of at most {0} characters, without control characters</source>
        <translation>debe ser un texto de {0} caracteres como máximo, sin caracteres de control</translation>
    </message>
    <message>
        <source>must be a text of at most {0} characters, without control characters, and not blank</source>
        <translation>debe ser un texto de {0} caracteres como máximo, sin caracteres de control, y no estar en blanco</translation>
    </message>
    <message>
        <source>must be a whole number from {0} to {1}</source>
        <translation>debe ser un número entero de {0} a {1}</translation>
    </message>
    <message>
        <source>must be an object such as {&quot;url&quot;: &quot;http://localhost:8000/health&quot;}, or that URL alone</source>
        <translation>debe ser un objeto como {&quot;url&quot;: &quot;http://localhost:8000/health&quot;}, o solo esa URL</translation>
    </message>
    <message>
        <source>must be an object with {0}</source>
        <translation>debe ser un objeto con {0}</translation>
    </message>
    <message>
        <source>must be milliseconds, a whole number from {0} to {1}</source>
        <translation>debe ser un número entero de milisegundos, de {0} a {1}</translation>
    </message>
    <message>
        <source>must be of the type {0}</source>
        <translation>debe ser del tipo {0}</translation>
    </message>
    <message>
        <source>must be one of {0}</source>
        <translation>debe ser uno de {0}</translation>
    </message>
    <message>
        <source>must be shorter than the interval</source>
        <translation>debe ser menor que el intervalo</translation>
    </message>
    <message>
        <source>must be shorter than the interval of {0} ms</source>
        <translation>debe ser menor que el intervalo de {0} ms</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>debe ser true o false</translation>
    </message>
    <message>
        <source>must be {0}</source>
        <translation>debe ser {0}</translation>
    </message>
    <message>
        <source>must be {0}, not {1}</source>
        <translation>debe ser {0}, no {1}</translation>
    </message>
    <message>
        <source>must name a host that can be looked up, {0} cannot</source>
        <translation>debe indicar un host que se pueda resolver; {0} no se puede</translation>
    </message>
    <message>
        <source>must name a host, as in http://localhost:8000/health, and have no blanks</source>
        <translation>debe indicar un host, como http://localhost:8000/health, sin espacios</translation>
    </message>
    <message>
        <source>must name a port from 1 to 65535, as in {0}://{1}:8000</source>
        <translation>debe indicar un puerto de 1 a 65535, como {0}://{1}:8000</translation>
    </message>
    <message>
        <source>must name one host: make a check for each of them</source>
        <translation>debe indicar un solo host: crea una comprobación para cada uno</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>silenciada</translation>
    </message>
    <message>
        <source>muted until it recovers</source>
        <translation>silenciada hasta que se recupere</translation>
    </message>
    <message>
        <source>muted until {0}</source>
        <translation>silenciada hasta {0}</translation>
    </message>
    <message>
        <source>names a command, which only the settings file may: write it into its section [exec]</source>
        <translation>indica un comando, y eso solo puede hacerlo el archivo de configuración: escríbelo en su sección [exec]</translation>
    </message>
    <message>
        <source>names a user or a password, which a check of {0} does not use: leave them out</source>
        <translation>indica un usuario o una contraseña, que la comprobación de {0} no usa: quítalos</translation>
    </message>
    <message>
        <source>names a user without a password, or a password without a user: MongoDB needs both, or neither</source>
        <translation>indica un usuario sin contraseña, o una contraseña sin usuario: MongoDB necesita ambos, o ninguno</translation>
    </message>
    <message>
        <source>names no master: the sentinels do not know one</source>
        <translation>no indica ningún maestro: los sentinels no conocen ninguno</translation>
    </message>
    <message>
        <source>needs a colon between name and value in every line</source>
        <translation>necesita dos puntos entre nombre y valor en cada línea</translation>
    </message>
    <message>
        <source>needs what is not installed: {0}</source>
        <translation>necesita algo que no está instalado: {0}</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>la red es inaccesible</translation>
    </message>
    <message>
        <source>no outage</source>
        <translation>ninguna caída</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>sin indicar el motivo</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>no hay ruta hasta el host</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>no queda espacio en el disco</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>no existe el archivo o la carpeta</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>no es una carpeta</translation>
    </message>
    <message>
        <source>not authorized</source>
        <translation>sin autorización</translation>
    </message>
    <message>
        <source>not ok</source>
        <translation>no está bien</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>nothing listens, as far as is known</source>
        <translation>nada escucha, que se sepa</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>once</source>
        <translation>una vez</translation>
    </message>
    <message>
        <source>one of {0}</source>
        <translation>uno de {0}</translation>
    </message>
    <message>
        <source>only a retained message on the topic counts: a presence that is kept by the broker</source>
        <translation>solo cuenta un mensaje retenido en el tema: una presencia que conserva el broker</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>operación no permitida</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>pid {0}</source>
        <translation>PID {0}</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fijada</translation>
    </message>
    <message>
        <source>pip install &quot;registry-tray[{0}]&quot;, then start Registry Tray again</source>
        <translation>pip install &quot;registry-tray[{0}]&quot;, y luego inicia de nuevo Registry Tray</translation>
    </message>
    <message>
        <source>play the desktop&apos;s sound with the popup of an outage</source>
        <translation>reproducir el sonido del escritorio con el aviso de una caída</translation>
    </message>
    <message>
        <source>popup could not be shown, again in {0}</source>
        <translation>no se pudo mostrar el aviso; se reintenta en {0}</translation>
    </message>
    <message>
        <source>popup in {0}</source>
        <translation>aviso en {0}</translation>
    </message>
    <message>
        <source>popup now</source>
        <translation>aviso ahora</translation>
    </message>
    <message>
        <source>port of the API on 127.0.0.1 and ::1; 0 takes a free one</source>
        <translation>puerto de la API en 127.0.0.1 y ::1; 0 toma uno libre</translation>
    </message>
    <message>
        <source>quiet hours</source>
        <translation>horas de silencio</translation>
    </message>
    <message>
        <source>quiet hours until {0}</source>
        <translation>horas de silencio hasta {0}</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>sistema de archivos de solo lectura</translation>
    </message>
    <message>
        <source>refuses connections</source>
        <translation>rechaza las conexiones</translation>
    </message>
    <message>
        <source>refuses what is asked of it ({0})</source>
        <translation>rechaza lo que se le pide ({0})</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>se registró</translation>
    </message>
    <message>
        <source>reported an error</source>
        <translation>comunicó un error</translation>
    </message>
    <message>
        <source>restarted</source>
        <translation>se reinició</translation>
    </message>
    <message>
        <source>restarted ({0})</source>
        <translation>se reinició ({0})</translation>
    </message>
    <message>
        <source>run a broker here, for this machine only; needs registry-tray[broker]</source>
        <translation>ejecutar aquí un broker, solo para este equipo; necesita registry-tray[broker]</translation>
    </message>
    <message>
        <source>says {0}, which is not read here: leave it out, and give the options tls, ca or insecure</source>
        <translation>dice {0}, que aquí no se lee: quítalo, y usa las opciones tls, ca o insecure</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>el certificado es autofirmado</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>hay un certificado autofirmado en la cadena</translation>
    </message>
    <message>
        <source>server unavailable</source>
        <translation>servidor no disponible</translation>
    </message>
    <message>
        <source>server.bind {0} is no address of this machine: {1}.</source>
        <translation>server.bind {0} no es una dirección de este equipo: {1}.</translation>
    </message>
    <message>
        <source>size of text in percent</source>
        <translation>tamaño del texto en porcentaje</translation>
    </message>
    <message>
        <source>slept</source>
        <translation>se suspendió</translation>
    </message>
    <message>
        <source>slept {0}</source>
        <translation>se suspendió {0}</translation>
    </message>
    <message>
        <source>speak TLS, and trust only certificates of the system or of `ca`</source>
        <translation>hablar TLS y confiar solo en los certificados del sistema o de `ca`</translation>
    </message>
    <message>
        <source>status codes such as 204, 200-299, 2xx or a list of them</source>
        <translation>códigos de estado como 204, 200-299, 2xx o una lista de ellos</translation>
    </message>
    <message>
        <source>status codes that mean up: `204`, `200-299`, `2xx`, several with commas or as a list; else 200 to 399</source>
        <translation>códigos de estado que significan activa: `204`, `200-299`, `2xx`, varios con comas o en una lista; si no, de 200 a 399</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenida</translation>
    </message>
    <message>
        <source>stopped for {0}</source>
        <translation>detenida desde hace {0}</translation>
    </message>
    <message>
        <source>successes in a row that make it up again</source>
        <translation>aciertos seguidos para darlo de nuevo por activo</translation>
    </message>
    <message>
        <source>take any certificate, whoever signed it and for whatever name</source>
        <translation>aceptar cualquier certificado, sea cual sea su firmante y su nombre</translation>
    </message>
    <message>
        <source>text that must be in the answer</source>
        <translation>texto que debe estar en la respuesta</translation>
    </message>
    <message>
        <source>text that must not be in the answer</source>
        <translation>texto que no debe estar en la respuesta</translation>
    </message>
    <message>
        <source>text that the message must contain, such as `online`</source>
        <translation>texto que debe contener el mensaje, como `online`</translation>
    </message>
    <message>
        <source>that is mended</source>
        <translation>se solucione</translation>
    </message>
    <message>
        <source>the URL of a broker such as mqtt://localhost:1883 or mqtts://user:password@broker.example:8883</source>
        <translation>la URL de un broker como mqtt://localhost:1883 o mqtts://user:password@broker.example:8883</translation>
    </message>
    <message>
        <source>the argument --{0}</source>
        <translation>el argumento --{0}</translation>
    </message>
    <message>
        <source>the beginning of keys such as registry-tray or my:team, without blanks, braces and wildcards</source>
        <translation>el principio de las claves, como registry-tray o my:team, sin espacios, llaves ni comodines</translation>
    </message>
    <message>
        <source>the beginning of topics such as ww or my/team, without + # $ and blanks</source>
        <translation>el principio de los temas, como ww o my/team, sin + # $ ni espacios</translation>
    </message>
    <message>
        <source>the environment ({0})</source>
        <translation>el entorno ({0})</translation>
    </message>
    <message>
        <source>the name server to ask, with a port where it is not 53; else the system&apos;s</source>
        <translation>el servidor de nombres que se consulta, con puerto si no es 53; si no, el del sistema</translation>
    </message>
    <message>
        <source>the path of a file, at most 1000 characters</source>
        <translation>la ruta de un archivo, de 1000 caracteres como máximo</translation>
    </message>
    <message>
        <source>the settings page</source>
        <translation>la página de configuración</translation>
    </message>
    <message>
        <source>the socket of Docker, or of Podman on this machine</source>
        <translation>el socket de Docker, o de Podman en este equipo</translation>
    </message>
    <message>
        <source>time after a change of the network in which failures elsewhere tell nothing</source>
        <translation>tiempo tras un cambio de red en el que los fallos en otros equipos no dicen nada</translation>
    </message>
    <message>
        <source>time after sleep in which failures tell nothing</source>
        <translation>tiempo tras la suspensión en el que los fallos no dicen nada</translation>
    </message>
    <message>
        <source>time between two checks where the registration names none</source>
        <translation>tiempo entre dos comprobaciones si el registro no indica otro</translation>
    </message>
    <message>
        <source>time from a crash that is certain to the notification</source>
        <translation>tiempo desde que un proceso termina con error hasta la notificación</translation>
    </message>
    <message>
        <source>time from the first failure to the notification</source>
        <translation>tiempo desde el primer fallo hasta la notificación</translation>
    </message>
    <message>
        <source>time of day without popups of outages, such as 22:00-08:00; empty for none</source>
        <translation>horario sin avisos de caídas, como 22:00-08:00; vacío para ninguno</translation>
    </message>
    <message>
        <source>time until what has crashed is archived</source>
        <translation>tiempo hasta archivar lo que falló</translation>
    </message>
    <message>
        <source>time until what was archived is deleted; what is pinned stays</source>
        <translation>tiempo hasta eliminar lo archivado; lo fijado se queda</translation>
    </message>
    <message>
        <source>time until what was lost is archived</source>
        <translation>tiempo hasta archivar lo perdido</translation>
    </message>
    <message>
        <source>time until what was stopped is archived</source>
        <translation>tiempo hasta archivar lo detenido</translation>
    </message>
    <message>
        <source>told at {0}</source>
        <translation>avisado a las {0}</translation>
    </message>
    <message>
        <source>too many open files</source>
        <translation>demasiados archivos abiertos</translation>
    </message>
    <message>
        <source>too many popups, told in {0}</source>
        <translation>demasiados avisos; se avisa en {0}</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true o false</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>no se encuentra el certificado del emisor</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>no se puede abrir el archivo de la base de datos</translation>
    </message>
    <message>
        <source>unregistered</source>
        <translation>se dio de baja</translation>
    </message>
    <message>
        <source>unstable</source>
        <translation>inestable</translation>
    </message>
    <message>
        <source>unsupported protocol version</source>
        <translation>versión de protocolo no admitida</translation>
    </message>
    <message>
        <source>up to {0} durations from 1m to 30d, such as 15m, 1h, 4h</source>
        <translation>hasta {0} duraciones de 1m a 30d, como 15m, 1h, 4h</translation>
    </message>
    <message>
        <source>up {0}</source>
        <translation>activa {0}</translation>
    </message>
    <message>
        <source>warn so many days before the certificate expires; 0 never does</source>
        <translation>advertir tantos días antes de que venza el certificado; 0 nunca lo hace</translation>
    </message>
    <message>
        <source>was acknowledged</source>
        <translation>se reconoció</translation>
    </message>
    <message>
        <source>was archived</source>
        <translation>se archivó</translation>
    </message>
    <message>
        <source>was deleted</source>
        <translation>se eliminó</translation>
    </message>
    <message>
        <source>was muted</source>
        <translation>se silenció</translation>
    </message>
    <message>
        <source>was unmuted</source>
        <translation>se dejó de silenciar</translation>
    </message>
    <message>
        <source>was written by a newer Registry Tray (layout {0}, this one knows {1})</source>
        <translation>lo escribió un Registry Tray más reciente (formato {0}; este conoce el {1})</translation>
    </message>
    <message>
        <source>what must be among the answers, such as an address</source>
        <translation>lo que debe estar entre las respuestas, como una dirección</translation>
    </message>
    <message>
        <source>what must be at the pointer</source>
        <translation>lo que debe haber en el puntero</translation>
    </message>
    <message>
        <source>what our keys in Redis begin with</source>
        <translation>con qué empiezan nuestras claves en Redis</translation>
    </message>
    <message>
        <source>what they log in with; else the password of the URL; never shown</source>
        <translation>con qué se inicia sesión; si no, la contraseña de la URL; nunca se muestra</translation>
    </message>
    <message>
        <source>what topics on the broker begin with</source>
        <translation>con qué empiezan los temas en el broker</translation>
    </message>
    <message>
        <source>where the API listens: loopback, or an address of this machine; then a token is needed</source>
        <translation>dónde escucha la API: loopback, o una dirección de este equipo; entonces se necesita un token</translation>
    </message>
    <message>
        <source>which records are asked for; without a server, A and AAAA are looked up as every program does</source>
        <translation>qué registros se piden; sin servidor, A y AAAA se resuelven como en cualquier programa</translation>
    </message>
    <message>
        <source>which service of the server; else the server as a whole</source>
        <translation>qué servicio del servidor; si no, el servidor entero</translation>
    </message>
    <message>
        <source>who is back within this time has restarted, and gets the time that its restarts take</source>
        <translation>si vuelve dentro de este tiempo, cuenta como reinicio y se le da el tiempo que suelen tardar los suyos</translation>
    </message>
    <message>
        <source>who logs in; else the user of the URL</source>
        <translation>quién inicia sesión; si no, el usuario de la URL</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>{0} (1 service affected)</source>
        <translation>{0} (1 servicio afectado)</translation>
    </message>
    <message>
        <source>{0} (copied)</source>
        <translation>{0} (copiado)</translation>
    </message>
    <message>
        <source>{0} (exit code {1})</source>
        <translation>{0} (código de salida {1})</translation>
    </message>
    <message>
        <source>{0} (expected: {1})</source>
        <translation>{0} (se esperaba: {1})</translation>
    </message>
    <message>
        <source>{0} ({1} services affected)</source>
        <translation>{0} ({1} servicios afectados)</translation>
    </message>
    <message>
        <source>{0} What it holds cannot be shown until then.</source>
        <translation>{0} Hasta entonces no se puede mostrar lo que guarda.</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} y {1}</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} y {1} más</translation>
    </message>
    <message>
        <source>{0} answers HTTP {1}, not as a WebSocket does</source>
        <translation>{0} responde HTTP {1}, no como un WebSocket</translation>
    </message>
    <message>
        <source>{0} answers with a handshake that is wrong, not as a WebSocket does</source>
        <translation>{0} responde con una negociación incorrecta, no como un WebSocket</translation>
    </message>
    <message>
        <source>{0} applications are back</source>
        <translation>{0} aplicaciones se recuperaron</translation>
    </message>
    <message>
        <source>{0} applications are down</source>
        <translation>{0} aplicaciones están caídas</translation>
    </message>
    <message>
        <source>{0} applications are still down</source>
        <translation>{0} aplicaciones siguen caídas</translation>
    </message>
    <message>
        <source>{0} applications came or went</source>
        <translation>{0} aplicaciones llegaron o se fueron</translation>
    </message>
    <message>
        <source>{0} applications keep going down</source>
        <translation>{0} aplicaciones se caen una y otra vez</translation>
    </message>
    <message>
        <source>{0} asks for a password{2}. Name it in mqtt.url: mqtt://user:password@{1}</source>
        <translation>{0} pide una contraseña{2}. Indícala en mqtt.url: mqtt://user:password@{1}</translation>
    </message>
    <message>
        <source>{0} back</source>
        <translation>{0} de vuelta</translation>
    </message>
    <message>
        <source>{0} begins to answer, but does not end</source>
        <translation>{0} empieza a responder, pero no termina</translation>
    </message>
    <message>
        <source>{0} broke off in the middle of its answer</source>
        <translation>{0} cortó su respuesta a la mitad</translation>
    </message>
    <message>
        <source>{0} cannot be reached ({1}){2}. Start it, or correct mqtt.url.</source>
        <translation>{0} no se puede alcanzar ({1}){2}. Inícialo, o corrige mqtt.url.</translation>
    </message>
    <message>
        <source>{0} cannot be reached: {1}</source>
        <translation>No se puede alcanzar {0}: {1}</translation>
    </message>
    <message>
        <source>{0} cannot be reached{1}. Start it, or correct mqtt.url in the settings.</source>
        <translation>{0} no se puede alcanzar{1}. Inícialo, o corrige mqtt.url en la configuración.</translation>
    </message>
    <message>
        <source>{0} closed the connection without an answer</source>
        <translation>{0} cerró la conexión sin responder</translation>
    </message>
    <message>
        <source>{0} closed the connection{1}. Its log may say why.</source>
        <translation>{0} cerró la conexión{1}. Su log quizá diga por qué.</translation>
    </message>
    <message>
        <source>{0} could not be asked from here: {1}</source>
        <translation>No se pudo consultar {0} desde aquí: {1}</translation>
    </message>
    <message>
        <source>{0} could not be saved in {1}: {2}.</source>
        <translation>No se pudo guardar {0} en {1}: {2}.</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}.</source>
        <translation>No se pudo escribir {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} days</source>
        <translation>{0} días</translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation>{0} no responde</translation>
    </message>
    <message>
        <source>{0} does not answer{1}. Restart it, or see whether mqtt.url names another program.</source>
        <translation>{0} no responde{1}. Reinícialo, o mira si mqtt.url indica otro programa.</translation>
    </message>
    <message>
        <source>{0} does not let us in ({1}){2}. Its log says why.</source>
        <translation>{0} no nos deja entrar ({1}){2}. Su log dice por qué.</translation>
    </message>
    <message>
        <source>{0} does not run, and is checked when it registers again.</source>
        <translation>{0} no está en marcha y se comprueba cuando vuelva a registrarse.</translation>
    </message>
    <message>
        <source>{0} does not speak TLS{1}. Use mqtt:// in mqtt.url, or the broker&apos;s port for TLS.</source>
        <translation>{0} no habla TLS{1}. Usa mqtt:// en mqtt.url, o el puerto TLS del broker.</translation>
    </message>
    <message>
        <source>{0} ended with {1}</source>
        <translation>{0} terminó con {1}</translation>
    </message>
    <message>
        <source>{0} ended with {1}: {2}</source>
        <translation>{0} terminó con {1}: {2}</translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation>{0} desde hace {1}</translation>
    </message>
    <message>
        <source>{0} forbids us to subscribe to {1}. Allow it in the broker&apos;s access list.</source>
        <translation>{0} nos prohíbe suscribirnos a {1}. Permítelo en la lista de acceso del broker.</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} has crashed</source>
        <translation>{0} falló</translation>
    </message>
    <message>
        <source>{0} has crashed again</source>
        <translation>{0} ha vuelto a fallar</translation>
    </message>
    <message>
        <source>{0} has just come back</source>
        <translation>{0} acaba de recuperarse</translation>
    </message>
    <message>
        <source>{0} has no jobs.</source>
        <translation>{0} no tiene tareas.</translation>
    </message>
    <message>
        <source>{0} in {1} is not a setting. There are: {2}.</source>
        <translation>{0} en {1} no es una opción de configuración. Existen: {2}.</translation>
    </message>
    <message>
        <source>{0} in {1}: {2}</source>
        <translation>{0} en {1}: {2}</translation>
    </message>
    <message>
        <source>{0} instances are registered already. Delete those that are gone.</source>
        <translation>Ya hay {0} instancias registradas. Elimina las que ya no existen.</translation>
    </message>
    <message>
        <source>{0} is back</source>
        <translation>{0} se recuperó</translation>
    </message>
    <message>
        <source>{0} is down</source>
        <translation>{0} está caída</translation>
    </message>
    <message>
        <source>{0} is lost</source>
        <translation>{0} se perdió</translation>
    </message>
    <message>
        <source>{0} is not in the archive.</source>
        <translation>{0} no está archivada.</translation>
    </message>
    <message>
        <source>{0} is not known here, and is not used</source>
        <translation>{0} no se conoce aquí y no se usa</translation>
    </message>
    <message>
        <source>{0} is not running under registry-tray run. Start it again with: registry-tray run -- COMMAND</source>
        <translation>{0} no se ejecuta con registry-tray run. Iníciala de nuevo con: registry-tray run -- COMMAND</translation>
    </message>
    <message>
        <source>{0} is not {1}.</source>
        <translation>{0} no es {1}.</translation>
    </message>
    <message>
        <source>{0} is starting</source>
        <translation>{0} se está iniciando</translation>
    </message>
    <message>
        <source>{0} is still down</source>
        <translation>{0} sigue caída</translation>
    </message>
    <message>
        <source>{0} is {1}, not {2}</source>
        <translation>{0} es {1}, no {2}</translation>
    </message>
    <message>
        <source>{0} keeps going down</source>
        <translation>{0} se cae una y otra vez</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} more are in the tables that CSV has.</source>
        <translation>Hay {0} más en las tablas en CSV.</translation>
    </message>
    <message>
        <source>{0} more down</source>
        <translation>{0} más caídas</translation>
    </message>
    <message>
        <source>{0} outages</source>
        <translation>{0} caídas</translation>
    </message>
    <message>
        <source>{0} refuses connections{1}. Start it, or correct mqtt.url in the settings.</source>
        <translation>{0} rechaza las conexiones{1}. Inícialo, o corrige mqtt.url en la configuración.</translation>
    </message>
    <message>
        <source>{0} refuses user {1} with this password{2}. Correct them in mqtt.url.</source>
        <translation>{0} rechaza al usuario {1} con esta contraseña{2}. Corrígelos en mqtt.url.</translation>
    </message>
    <message>
        <source>{0} registered</source>
        <translation>{0} se registró</translation>
    </message>
    <message>
        <source>{0} runs. Unregister it first.</source>
        <translation>{0} está en marcha. Dala de baja primero.</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} says of itself {1}</source>
        <translation>{0} dice de sí mismo {1}</translation>
    </message>
    <message>
        <source>{0} sends more than can be taken; messages dropped: {1}. Find out who floods it.</source>
        <translation>{0} envía más de lo que se puede recibir; mensajes descartados: {1}. Averigua quién lo satura.</translation>
    </message>
    <message>
        <source>{0} takes the WebSocket, but does not send the text back</source>
        <translation>{0} acepta el WebSocket, pero no devuelve el texto</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer as MySQL does</source>
        <translation>{0} acepta la conexión, pero no responde como MySQL</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer as PostgreSQL does</source>
        <translation>{0} acepta la conexión, pero no responde como PostgreSQL</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer as a gRPC server does</source>
        <translation>{0} acepta la conexión, pero no responde como un servidor gRPC</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer as {1} does</source>
        <translation>{0} acepta la conexión, pero no responde como {1}</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer the TLS handshake</source>
        <translation>{0} acepta la conexión, pero no responde a la negociación TLS</translation>
    </message>
    <message>
        <source>{0} takes the connection, but does not answer the request</source>
        <translation>{0} acepta la conexión, pero no responde a la petición</translation>
    </message>
    <message>
        <source>{0} times</source>
        <translation>{0} veces</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} a {1}</translation>
    </message>
    <message>
        <source>{0} unregistered</source>
        <translation>{0} se dio de baja</translation>
    </message>
    <message>
        <source>{0} within {1}</source>
        <translation>{0} en {1}</translation>
    </message>
    <message>
        <source>{0} {1} ago</source>
        <translation>{0} hace {1}</translation>
    </message>
    <message>
        <source>{0}, 1 service affected</source>
        <translation>{0}; 1 servicio afectado</translation>
    </message>
    <message>
        <source>{0}, after {1}</source>
        <translation>{0}, después de {1}</translation>
    </message>
    <message>
        <source>{0}, archived for {1}</source>
        <translation>{0}, archivada desde hace {1}</translation>
    </message>
    <message>
        <source>{0}, last at {1}. You are told again when it is steady.</source>
        <translation>{0}; la última vez a las {1}. Se avisará de nuevo cuando se estabilice.</translation>
    </message>
    <message>
        <source>{0}, not over</source>
        <translation>{0}, sin terminar</translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}, desde las {1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0}, {1} ago</source>
        <translation>{0}, hace {1}</translation>
    </message>
    <message>
        <source>{0}, {1} services affected</source>
        <translation>{0}; {1} servicios afectados</translation>
    </message>
    <message>
        <source>{0}.{1} in {2}: a name and a command are needed, as in backup = &quot;/bin/x&quot;.</source>
        <translation>{0}.{1} en {2}: se necesitan un nombre y un comando, como backup = &quot;/bin/x&quot;.</translation>
    </message>
    <message>
        <source>{0}: it gave no health address to check</source>
        <translation>{0}: no dio ninguna dirección de salud que comprobar</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Changes what is noted of this outage</source>
        <translation>Cambia la nota sobre esta caída</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Checks it again</source>
        <translation>Vuelve a comprobarla</translation>
    </message>
    <message>
        <source>Checks it no more until it is resumed</source>
        <translation>No la comprueba más hasta que se reanude</translation>
    </message>
    <message>
        <source>Checks this instance at once (F5)</source>
        <translation>Comprueba esta instancia de inmediato (F5)</translation>
    </message>
    <message>
        <source>Copies what is wrong, since when and why, as Markdown</source>
        <translation>Copia qué falla, desde cuándo y por qué, como Markdown</translation>
    </message>
    <message>
        <source>Copy incident</source>
        <translation>Copiar incidente</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>Editar nota</translation>
    </message>
    <message>
        <source>Ends the command that we run</source>
        <translation>Termina el comando que ejecutamos</translation>
    </message>
    <message>
        <source>Ends the command that we run, and starts it anew</source>
        <translation>Termina el comando que ejecutamos y lo inicia de nuevo</translation>
    </message>
    <message>
        <source>Keeps it in the list whatever its age</source>
        <translation>La mantiene en la lista sea cual sea su antigüedad</translation>
    </message>
    <message>
        <source>Lets it leave the list when it is old</source>
        <translation>Deja que salga de la lista cuando sea antigua</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>No more popups of this outage</source>
        <translation>No más avisos de esta caída</translation>
    </message>
    <message>
        <source>No popups for this instance (Ctrl+M)</source>
        <translation>Sin avisos de esta instancia (Ctrl+M)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Opens {0} (Ctrl+O)</source>
        <translation>Abre {0} (Ctrl+O)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Popups for this instance again (Ctrl+M)</source>
        <translation>De nuevo avisos de esta instancia (Ctrl+M)</translation>
    </message>
    <message>
        <source>Puts it away until it registers again</source>
        <translation>La guarda hasta que vuelva a registrarse</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Dejar de silenciar</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Dejar de fijar</translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation>Actividad</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Quitar filtros</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>Marcar todo como leído</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Aún no ha pasado nada</translation>
    </message>
    <message>
        <source>Nothing in the journal fits these filters.</source>
        <translation>Ningún evento coincide con estos filtros.</translation>
    </message>
    <message>
        <source>Registrations, outages and recoveries are listed here.</source>
        <translation>Aquí aparecen registros, caídas y recuperaciones.</translation>
    </message>
    <message>
        <source>What has happened, newest first. Enter goes to the application.</source>
        <translation>Lo ocurrido, lo más reciente primero. Intro va a la aplicación.</translation>
    </message>
</context>
<context>
    <name>ApplicationsPage</name>
    <message>
        <source>Clear filters</source>
        <translation>Quitar filtros</translation>
    </message>
    <message>
        <source>Everything is archived</source>
        <translation>Todo está archivado</translation>
    </message>
    <message>
        <source>No application fits this search and filter.</source>
        <translation>Ninguna aplicación coincide con la búsqueda y el filtro.</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>Show archived</source>
        <translation>Mostrar archivadas</translation>
    </message>
    <message>
        <source>What was put away comes back when it registers again.</source>
        <translation>Lo archivado vuelve cuando se registra de nuevo.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advertencia</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>, {0} inconclusive</source>
        <translation>, {0} no concluyentes</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Health address</source>
        <translation>Dirección de salud</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Last checks</source>
        <translation>Últimas comprobaciones</translation>
    </message>
    <message>
        <source>Last {0} checks: {1} answered, {2} failed</source>
        <translation>Últimas {0} comprobaciones: {1} con respuesta, {2} fallidas</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Not observed in the last 24 hours</source>
        <translation>Sin observar en las últimas 24 horas</translation>
    </message>
    <message>
        <source>Share of the last 24 hours in which it answered, of the time in which it was checked</source>
        <translation>Parte de las últimas 24 horas en que respondió, del tiempo en que se comprobó</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>Disponibilidad</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>contraída</translation>
    </message>
    <message>
        <source>open</source>
        <translation>expandida</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>desde hace {0}</translation>
    </message>
    <message>
        <source>worst: {0}</source>
        <translation>peor: {0}</translation>
    </message>
    <message>
        <source>{0} of {1} up</source>
        <translation>{0} de {1} activas</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Last checks</source>
        <translation>Últimas comprobaciones</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>Aún sin comprobar.</translation>
    </message>
    <message>
        <source>{0} ({1} times)</source>
        <translation>{0} ({1} veces)</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archivadas</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Degradadas</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Con fallos</translation>
    </message>
    <message>
        <source>Lists only these: {0}</source>
        <translation>Muestra solo estas: {0}</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Silenciadas</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenidas</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Activas</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
<context>
    <name>Curve</name>
    <message>
        <source>Last checks</source>
        <translation>Últimas comprobaciones</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>Uptime, last 24 h</source>
        <translation>Disponibilidad, últimas 24 h</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>{0} acknowledged</source>
        <translation>{0}: caída reconocida</translation>
    </message>
    <message>
        <source>{0} archived</source>
        <translation>{0}: archivada</translation>
    </message>
    <message>
        <source>{0} checked again</source>
        <translation>{0}: se comprueba de nuevo</translation>
    </message>
    <message>
        <source>{0} instances</source>
        <translation>{0} instancias</translation>
    </message>
    <message>
        <source>{0} muted for ever</source>
        <translation>{0}: silenciada para siempre</translation>
    </message>
    <message>
        <source>{0} muted for {1}</source>
        <translation>{0}: silenciada durante {1}</translation>
    </message>
    <message>
        <source>{0} muted until recovery</source>
        <translation>{0}: silenciada hasta que se recupere</translation>
    </message>
    <message>
        <source>{0} no longer checked</source>
        <translation>{0}: ya no se comprueba</translation>
    </message>
    <message>
        <source>{0} pinned</source>
        <translation>{0}: fijada</translation>
    </message>
    <message>
        <source>{0} unmuted</source>
        <translation>{0}: ya no está silenciada</translation>
    </message>
    <message>
        <source>{0} unpinned</source>
        <translation>{0}: ya no está fijada</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Checks</source>
        <translation>Chequeos</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
</context>
<context>
    <name>ErrorEntry</name>
    <message>
        <source>Copies the error with its stack</source>
        <translation>Copia el error con su pila</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Hide stack</source>
        <translation>Ocultar pila</translation>
    </message>
    <message>
        <source>Show stack</source>
        <translation>Mostrar pila</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>Pila</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation>código de salida {0}</translation>
    </message>
    <message>
        <source>first {0}</source>
        <translation>primera vez {0}</translation>
    </message>
    <message>
        <source>last {0}</source>
        <translation>última vez {0}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>It has reported no errors.</source>
        <translation>No ha comunicado errores.</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Aún no ha pasado nada.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Branch</source>
        <translation>Rama</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy nc</source>
        <translation>Copiar nc</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>Copiar {0}</translation>
    </message>
    <message>
        <source>Copy “{0}”</source>
        <translation>Copiar «{0}»</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Enlaces</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>Abrir {0}</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Registrada</translation>
    </message>
    <message>
        <source>Sign of life</source>
        <translation>Señal de vida</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>and more</source>
        <translation>y más</translation>
    </message>
    <message>
        <source>at least every {0}</source>
        <translation>al menos cada {0}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Environment</source>
        <translation>Entorno</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search (/ or Ctrl+F)</source>
        <translation>Buscar (/ o Ctrl+F)</translation>
    </message>
    <message>
        <source>Searches name, identifier, host, environment, tags and address</source>
        <translation>Busca en nombre, identificador, host, entorno, etiquetas y dirección</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
</context>
<context>
    <name>FormField</name>
    <message>
        <source>Name: value, a line each</source>
        <translation>Nombre: valor, uno por línea</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Close details</source>
        <translation>Cerrar detalles</translation>
    </message>
    <message>
        <source>Close details (Esc)</source>
        <translation>Cerrar detalles (Esc)</translation>
    </message>
    <message>
        <source>Copy the identifier</source>
        <translation>Copiar el identificador</translation>
    </message>
</context>
<context>
    <name>InForce</name>
    <message>
        <source>2 refused or 3 other failures in a row</source>
        <translation>2 rechazos u otros 3 fallos seguidos</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Crash popup after</source>
        <translation>Aviso de proceso fallido tras</translation>
    </message>
    <message>
        <source>Down after</source>
        <translation>Caída tras</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervalo</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Margen</translation>
    </message>
    <message>
        <source>Popup after</source>
        <translation>Aviso tras</translation>
    </message>
    <message>
        <source>Set for all of {0} …</source>
        <translation>Fijar para todas las de {0} …</translation>
    </message>
    <message>
        <source>Settings in force</source>
        <translation>Configuración vigente</translation>
    </message>
    <message>
        <source>Sign of life within</source>
        <translation>Señal de vida en</translation>
    </message>
    <message>
        <source>Time to restart</source>
        <translation>Tiempo para reiniciar</translation>
    </message>
    <message>
        <source>Time to start</source>
        <translation>Tiempo para iniciar</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Tiempo límite</translation>
    </message>
    <message>
        <source>Up after</source>
        <translation>Activa tras</translation>
    </message>
    <message>
        <source>from Settings</source>
        <translation>de Configuración</translation>
    </message>
    <message>
        <source>from its kind of check</source>
        <translation>de su tipo</translation>
    </message>
    <message>
        <source>from its registration</source>
        <translation>de su registro</translation>
    </message>
    <message>
        <source>set for this check</source>
        <translation>propio de esta comprobación</translation>
    </message>
    <message>
        <source>set for {0}</source>
        <translation>fijado para {0}</translation>
    </message>
    <message>
        <source>the first success</source>
        <translation>el primer acierto</translation>
    </message>
    <message>
        <source>{0} after sleep, {1} after a change of network</source>
        <translation>{0} tras la suspensión, {1} tras un cambio de red</translation>
    </message>
    <message>
        <source>{0} failures in a row</source>
        <translation>{0} fallos seguidos</translation>
    </message>
    <message>
        <source>{0} successes in a row</source>
        <translation>{0} aciertos seguidos</translation>
    </message>
</context>
<context>
    <name>InstanceList</name>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Every registered instance, the worst first. Select one to see its details.</source>
        <translation>Todas las instancias registradas, primero las peores. Selecciona una para ver sus detalles.</translation>
    </message>
</context>
<context>
    <name>JobEntry</name>
    <message>
        <source>1 check</source>
        <translation>1 comprobación</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Nothing to ask</source>
        <translation>Nada que consultar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>{0} checks</source>
        <translation>{0} comprobaciones</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} fallidas</translation>
    </message>
    <message>
        <source>{0} timed out</source>
        <translation>{0} sin respuesta a tiempo</translation>
    </message>
    <message>
        <source>{0} · every {1} · timeout {2}</source>
        <translation>{0} · cada {1} · límite {2}</translation>
    </message>
</context>
<context>
    <name>JobForm</name>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>Consultando…</translation>
    </message>
    <message>
        <source>Checks once with these values; keeps nothing</source>
        <translation>Comprueba una vez con estos valores; no guarda nada</translation>
    </message>
    <message>
        <source>Edit check</source>
        <translation>Editar comprobación</translation>
    </message>
    <message>
        <source>Hide options</source>
        <translation>Ocultar opciones</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Kind of check</source>
        <translation>Tipo de comprobación</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>New check</source>
        <translation>Nueva comprobación</translation>
    </message>
    <message>
        <source>Options ({0})</source>
        <translation>Opciones ({0})</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>as in Settings</source>
        <translation>como en Configuración</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Add check</source>
        <translation>Añadir comprobación</translation>
    </message>
    <message>
        <source>Health checks</source>
        <translation>Comprobaciones de salud</translation>
    </message>
    <message>
        <source>Nothing is checked: the registration named no health address.</source>
        <translation>No se comprueba nada: el registro no indicó ninguna dirección de salud.</translation>
    </message>
    <message>
        <source>{0} is checked again</source>
        <translation>{0} se comprueba de nuevo</translation>
    </message>
    <message>
        <source>{0} is no longer checked</source>
        <translation>{0} ya no se comprueba</translation>
    </message>
</context>
<context>
    <name>JournalFilters</name>
    <message>
        <source>Actions</source>
        <translation>Acciones</translation>
    </message>
    <message>
        <source>Any application</source>
        <translation>Cualquier aplicación</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Cualquier momento</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Kind of event</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Últimas 24 horas</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Últimos 7 días</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Última hora</translation>
    </message>
    <message>
        <source>Outages</source>
        <translation>Caídas</translation>
    </message>
    <message>
        <source>Recoveries</source>
        <translation>Recuperaciones</translation>
    </message>
    <message>
        <source>Starts and ends</source>
        <translation>Inicios y finales</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
</context>
<context>
    <name>JournalModel</name>
    <message>
        <source>new: {0}</source>
        <translation>nuevo: {0}</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>LabelFilter</name>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Lists only what is of these</source>
        <translation>Muestra solo lo que pertenece a estas</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
</context>
<context>
    <name>Latency</name>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Outages</source>
        <translation>Caídas</translation>
    </message>
    <message>
        <source>Shows the last: {0}</source>
        <translation>Muestra lo último: {0}</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>p50 is the line, p95 the edge of the field; outages are shaded. Point at it to read it.</source>
        <translation>p50 es la línea, p95 el borde del área; las caídas están sombreadas. Señala un punto para leer los valores.</translation>
    </message>
</context>
<context>
    <name>LatencyChart</name>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Nothing was measured in this time</source>
        <translation>No se midió nada en este período</translation>
    </message>
    <message>
        <source>{0}: p50 {1} · p95 {2} · up {3}</source>
        <translation>{0}: p50 {1} · p95 {2} · activa {3}</translation>
    </message>
</context>
<context>
    <name>Launcher</name>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Check all now</source>
        <translation>Comprobar todo ahora</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Colours: {0}</source>
        <translation>Colores: {0}</translation>
    </message>
    <message>
        <source>Copy identifier</source>
        <translation>Copiar identificador</translation>
    </message>
    <message>
        <source>Copy incident</source>
        <translation>Copiar incidente</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Go to what fails next</source>
        <translation>Ir al siguiente que falla</translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation>Ir a {0}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>List of keys</source>
        <translation>Lista de teclas</translation>
    </message>
    <message>
        <source>Mute for 1 hour</source>
        <translation>Silenciar durante 1 hora</translation>
    </message>
    <message>
        <source>Mute for ever</source>
        <translation>Silenciar para siempre</translation>
    </message>
    <message>
        <source>Mute until tomorrow</source>
        <translation>Silenciar hasta mañana</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Pause alerts for 1 hour</source>
        <translation>Pausar alertas durante 1 hora</translation>
    </message>
    <message>
        <source>Pause checks</source>
        <translation>Pausar comprobaciones</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Restablecer columnas</translation>
    </message>
    <message>
        <source>Resume alerts</source>
        <translation>Reanudar alertas</translation>
    </message>
    <message>
        <source>Resume checks</source>
        <translation>Reanudar comprobaciones</translation>
    </message>
    <message>
        <source>Search applications</source>
        <translation>Buscar aplicaciones</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>Mostrar {0}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Dejar de silenciar</translation>
    </message>
    <message>
        <source>{0} instances</source>
        <translation>{0} instancias</translation>
    </message>
</context>
<context>
    <name>LinesCard</name>
    <message>
        <source>Show all {0}</source>
        <translation>Mostrar las {0}</translation>
    </message>
</context>
<context>
    <name>ListHead</name>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Copies the last output</source>
        <translation>Copia la última salida</translation>
    </message>
    <message>
        <source>It has said nothing yet.</source>
        <translation>Aún no ha escrito nada.</translation>
    </message>
    <message>
        <source>Last output</source>
        <translation>Última salida</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Salida</translation>
    </message>
</context>
<context>
    <name>MachineCard</name>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy {0}</source>
        <translation>Copiar {0}</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>En marcha desde hace</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>sin red</translation>
    </message>
    <message>
        <source>{0} % of {1} cores</source>
        <translation>{0} % de {1} núcleos</translation>
    </message>
    <message>
        <source>{0} of {1} GiB</source>
        <translation>{0} de {1} GiB</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Activity</source>
        <translation>Actividad</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>Nota (opcional)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>What is known of this outage. Enter saves it, Escape takes it back.</source>
        <translation>Lo que se sabe de esta caída. Intro lo guarda, Escape lo descarta.</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Failing now</source>
        <translation>Fallan ahora</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>Últimos eventos</translation>
    </message>
    <message>
        <source>Nothing has answered yet.</source>
        <translation>Aún no ha respondido nada.</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Aún no ha pasado nada.</translation>
    </message>
    <message>
        <source>Nothing has restarted.</source>
        <translation>No se ha reiniciado nada.</translation>
    </message>
    <message>
        <source>Nothing is failing.</source>
        <translation>No falla nada.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Restarts, last 24 h</source>
        <translation>Reinicios, últimas 24 h</translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation>Las más lentas</translation>
    </message>
    <message>
        <source>last at {0}</source>
        <translation>última vez a las {0}</translation>
    </message>
</context>
<context>
    <name>PageButton</name>
    <message>
        <source>Shows the page {0}</source>
        <translation>Muestra la página {0}</translation>
    </message>
    <message>
        <source>{0}, {1} new</source>
        <translation>{0}, {1} nuevos</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Paleta de comandos</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>Nada se llama así.</translation>
    </message>
    <message>
        <source>Type a command or the name of an application</source>
        <translation>Escribe un comando o el nombre de una aplicación</translation>
    </message>
    <message>
        <source>Up and Down choose, Enter does it, Escape closes</source>
        <translation>Arriba y Abajo eligen, Intro ejecuta, Escape cierra</translation>
    </message>
    <message>
        <source>What is found</source>
        <translation>Lo encontrado</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>AvPág</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>RePág</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Mayús</translation>
    </message>
</context>
<context>
    <name>Relations</name>
    <message>
        <source>Dependencies</source>
        <translation>Dependencias</translation>
    </message>
    <message>
        <source>Depends on</source>
        <translation>Depende de</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>La necesitan</translation>
    </message>
    <message>
        <source>Shows the details of {0}</source>
        <translation>Muestra los detalles de {0}</translation>
    </message>
    <message>
        <source>{0} (not registered)</source>
        <translation>{0} (no registrada)</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Últimas 24 horas</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Últimos 30 días</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Últimos 7 días</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Mes pasado</translation>
    </message>
    <message>
        <source>No applications registered</source>
        <translation>Ninguna aplicación registrada</translation>
    </message>
    <message>
        <source>None in this time.</source>
        <translation>Ninguna en este período.</translation>
    </message>
    <message>
        <source>Nothing to report yet</source>
        <translation>Aún no hay nada que informar</translation>
    </message>
    <message>
        <source>Outages</source>
        <translation>Caídas</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Período</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>Guardar como CSV…</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>Guardar como PDF…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Guardar el informe</translation>
    </message>
    <message>
        <source>The report could not be made; the log says why.</source>
        <translation>No se pudo hacer el informe; el log dice por qué.</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Este mes</translation>
    </message>
    <message>
        <source>What is registered and checked is reported here.</source>
        <translation>Lo que se registra y se comprueba aparece aquí.</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>Escribiendo…</translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation>Guardado en {0}.</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Empty the search</source>
        <translation>Vaciar la búsqueda</translation>
    </message>
</context>
<context>
    <name>SectionIndex</name>
    <message>
        <source>Goes to the section {0}</source>
        <translation>Va a la sección {0}</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Secciones</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Checks them again</source>
        <translation>Vuelve a comprobarlas</translation>
    </message>
    <message>
        <source>Checks them no more</source>
        <translation>No las comprueba más</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>Copiar ID</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Selects nothing (Esc)</source>
        <translation>No selecciona nada (Esc)</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Dejar de silenciar</translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation>{0} seleccionadas</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>(exit code {0})</source>
        <translation>(código de salida {0})</translation>
    </message>
    <message>
        <source>Runs for {0}</source>
        <translation>En marcha desde hace {0}</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Until {0} ({1}), {2}</source>
        <translation>Hasta {0} ({1}), {2}</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>terminada</translation>
    </message>
    <message>
        <source>pid {0}</source>
        <translation>PID {0}</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>Default: {0}.</source>
        <translation>Predeterminado: {0}.</translation>
    </message>
    <message>
        <source>Reset to {0}</source>
        <translation>Restablecer a {0}</translation>
    </message>
    <message>
        <source>Reset {0}</source>
        <translation>Restablecer {0}</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Se aplica en el próximo inicio.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>on</source>
        <translation>sí</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Test Redis</source>
        <translation>Probar Redis</translation>
    </message>
    <message>
        <source>Test the broker</source>
        <translation>Probar el broker</translation>
    </message>
    <message>
        <source>This program</source>
        <translation>Este programa</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Program icon</source>
        <translation>Icono del programa</translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <source>At most {0}</source>
        <translation>Como máximo {0}</translation>
    </message>
    <message>
        <source>Latency of the last checks</source>
        <translation>Latencia de las últimas comprobaciones</translation>
    </message>
    <message>
        <source>at most {0}</source>
        <translation>como máximo {0}</translation>
    </message>
</context>
<context>
    <name>StoryCard</name>
    <message>
        <source>A sample application has registered, and is checked every second</source>
        <translation>Se registró una aplicación de ejemplo, y se comprueba cada segundo</translation>
    </message>
    <message>
        <source>An outage that was told always has its end told, too.</source>
        <translation>De una caída avisada siempre se avisa también el final.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>It answers again: the notification changes into the good news</source>
        <translation>Vuelve a responder: la notificación se convierte en la buena noticia</translation>
    </message>
    <message>
        <source>It has broken: watch for the notification</source>
        <translation>Se ha caído: espera la notificación</translation>
    </message>
    <message>
        <source>It is in the list, and will break in a few seconds.</source>
        <translation>Está en la lista, y se caerá en unos segundos.</translation>
    </message>
    <message>
        <source>It pops up when the outage has lasted for a moment: a short one never bothers you.</source>
        <translation>Aparece cuando la caída ha durado un momento: una breve nunca molesta.</translation>
    </message>
    <message>
        <source>Now register one of your own: the commands are in the empty list, and in the tray&apos;s menu.</source>
        <translation>Ahora registra una tuya: los comandos están en la lista vacía y en el menú de la bandeja.</translation>
    </message>
    <message>
        <source>Sample application</source>
        <translation>Aplicación de ejemplo</translation>
    </message>
    <message>
        <source>The sample has unregistered, and is gone</source>
        <translation>El ejemplo se dio de baja y ya no está</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Parts of the details</source>
        <translation>Partes de los detalles</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>Degraded</source>
        <translation>Degradadas</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Con fallos</translation>
    </message>
    <message>
        <source>Lists these applications</source>
        <translation>Muestra estas aplicaciones</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenidas</translation>
    </message>
    <message>
        <source>The share of the observed time in which applications were up</source>
        <translation>La parte del tiempo observado en que las aplicaciones estuvieron activas</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Activas</translation>
    </message>
    <message>
        <source>Uptime, last 24 h</source>
        <translation>Disponibilidad, últimas 24 h</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Takes it back (Ctrl+Z)</source>
        <translation>Lo deshace (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Deshacer (Ctrl+Z)</translation>
    </message>
</context>
<context>
    <name>TokenCard</name>
    <message>
        <source>Copies the token</source>
        <translation>Copia el token</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Dismiss; the token is not shown again</source>
        <translation>Descartar; el token no se muestra de nuevo</translation>
    </message>
    <message>
        <source>Other machines must send it as “Authorization: Bearer {0}…”. It is shown this once and kept in {1}.</source>
        <translation>Otros equipos deben enviarlo como «Authorization: Bearer {0}…». Se muestra solo esta vez y se guarda en {1}.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Token for other machines</source>
        <translation>Token para otros equipos</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Check all now</source>
        <translation>Comprobar todo ahora</translation>
    </message>
    <message>
        <source>Copy registration command</source>
        <translation>Copiar comando de registro</translation>
    </message>
    <message>
        <source>Open Registry Tray</source>
        <translation>Abrir Registry Tray</translation>
    </message>
    <message>
        <source>Pause alerts</source>
        <translation>Pausar alertas</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Resume alerts ({0} left)</source>
        <translation>Reanudar alertas (quedan {0})</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation>… y {0} más</translation>
    </message>
</context>
<context>
    <name>TuningForm</name>
    <message>
        <source>Counts for every instance, also after it registers anew, and more than what it asks for.</source>
        <translation>Vale para todas las instancias, también cuando se registran de nuevo, y más que lo que ellas piden.</translation>
    </message>
    <message>
        <source>For all of {0}</source>
        <translation>Para todas las de {0}</translation>
    </message>
    <message>
        <source>as it asks</source>
        <translation>como lo pide</translation>
    </message>
</context>
<context>
    <name>ViewButton</name>
    <message>
        <source>Close all</source>
        <translation>Contraer todo</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columnas</translation>
    </message>
    <message>
        <source>Group by application</source>
        <translation>Agrupar por aplicación</translation>
    </message>
    <message>
        <source>Grouping and columns</source>
        <translation>Agrupación y columnas</translation>
    </message>
    <message>
        <source>Open all</source>
        <translation>Expandir todo</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Command that registers an application</source>
        <translation>Comando que registra una aplicación</translation>
    </message>
    <message>
        <source>Copies the command that registers an application</source>
        <translation>Copia el comando que registra una aplicación</translation>
    </message>
    <message>
        <source>Listening on {0}</source>
        <translation>Escuchando en {0}</translation>
    </message>
    <message>
        <source>No applications yet</source>
        <translation>Aún no hay aplicaciones</translation>
    </message>
    <message>
        <source>Or have a program registered for as long as it runs:</source>
        <translation>O registra un programa mientras se ejecuta:</translation>
    </message>
    <message>
        <source>Register the first one from a terminal, and it shows up here at once.</source>
        <translation>Registra la primera desde un terminal y aparecerá aquí al instante.</translation>
    </message>
    <message>
        <source>Registers a sample that breaks and comes back</source>
        <translation>Registra un ejemplo que se cae y se recupera</translation>
    </message>
    <message>
        <source>Show me with a sample</source>
        <translation>Mostrar con un ejemplo</translation>
    </message>
</context>
</TS>
