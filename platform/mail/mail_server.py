"""A mail server for a machine without one: STARTTLS, sign-in, a mailbox that can be read, and the refusals that real ones give.

Nothing leaves it. Built on aiosmtpd, which shares no code with what the product sends with. README.md says how it is asked.
"""

import argparse
import asyncio
import email
import email.policy
import email.utils
import html
import json
import ssl
import threading
import time
import urllib.request
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import dkim
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# What the beginning of a recipient's name asks for; the answers are those of real servers, with codes of RFC 3463.
RCPT_ANSWERS = {
    'gone-': '550 5.1.1 The email account that you tried to reach does not exist',
    'disabled-': '550 5.2.1 The account is disabled',
    'full-': '452 4.2.2 The recipient is out of storage space',
    'bare-': '550 No such user here',
}
DATA_ANSWERS = {
    'spam-': '550 5.7.1 Message rejected as spam by content filtering',
    'busy-': '451 4.3.0 Temporary system problem, try again later',
}
LATER = 'later-'
SLOW = 'slow-'


class Mailbox:
    """Every mail that was taken, in the order it came, as files that outlive the server."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()

    def keep(self, facts, raw):
        with self.lock:
            number = len(list(self.folder.glob('*.json'))) + 1
            self.folder.joinpath(f'{number:06}.eml').write_bytes(raw)
            self.folder.joinpath(f'{number:06}.json').write_text(json.dumps({'number': number, **facts}))

    def raw(self, number):
        file = self.folder / f'{int(number):06}.eml'
        return file.read_text('utf-8', 'replace') if file.exists() else None

    def all(self):
        return [{**json.loads(file.read_text()), **read_mail(file.with_suffix('.eml').read_bytes())} for file in sorted(self.folder.glob('*.json'))]


def read_mail(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)

    def part(kind):
        found = mail.get_body((kind,))
        return found.get_content().replace('\r\n', '\n').rstrip('\n') if found else ''

    headers = {name.lower(): str(text) for name, text in mail.items()}
    return {'subject': headers.get('subject', ''), 'messageId': headers.get('message-id', ''), 'headers': headers, 'text': part('plain'), 'html': part('html')}


class Receiver:
    def __init__(self, mailbox, options):
        self.mailbox = mailbox
        self.options = options

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        refusal = asked(RCPT_ANSWERS, address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 Ok'

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith(SLOW):
            await asyncio.sleep(self.options.slow_seconds)
        refusal = asked(DATA_ANSWERS, to)
        if refusal:
            return refusal
        user = session.auth_data.login.decode() if session.auth_data else None
        facts = {'at': time.time(), 'from': envelope.mail_from, 'to': to, 'encrypted': session.ssl is not None, 'user': user, 'dkim': self._dkim(envelope.content)}
        if to.startswith(LATER):
            asyncio.get_running_loop().run_in_executor(None, self._report, envelope.mail_from, to, envelope.content)
        self.mailbox.keep(facts, envelope.content)
        return '250 2.0.0 Ok: queued'

    def _dkim(self, raw):
        """'pass' or 'fail' by the key that a receiver would find in the domain's DNS; null of a mail without a signature."""
        if b'DKIM-Signature:' not in raw:
            return None
        record = Path(self.options.dkim_record).read_bytes() if self.options.dkim_record else b''
        return 'pass' if dkim.verify(raw, dnsfunc=lambda name, timeout=5: record) else 'fail'

    def _report(self, return_path, to, raw):
        """Keeps a delivery status report and hands it over as a mail server's pipe does, to who takes reports in this installation."""
        report = delivery_report(return_path, to, raw)
        self.mailbox.keep({'at': time.time(), 'from': '', 'to': return_path, 'encrypted': False, 'user': None, 'dkim': None}, report)
        if not self.options.report_url:
            return
        request = urllib.request.Request(self.options.report_url, data=report, method='POST')
        request.add_header('Content-Type', 'message/rfc822')
        request.add_header('Authorization', f'Bearer {Path(self.options.report_token_file).read_text().strip()}')
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except OSError as problem:
            print(f'the report about {to} was not taken: {problem}', flush=True)


def asked(answers, address):
    return next((answer for start, answer in answers.items() if address.startswith(start)), None)


def delivery_report(return_path, to, raw):
    """RFC 3464: what a server writes that took a mail and could not deliver it."""
    report = MIMEMultipart('report', **{'report-type': 'delivery-status'})
    report['From'] = 'Mail Delivery System <MAILER-DAEMON@mx.example.com>'
    report['To'] = return_path
    report['Subject'] = 'Undelivered Mail Returned to Sender'
    report['Date'] = email.utils.formatdate()
    report['Message-ID'] = email.utils.make_msgid(domain='mx.example.com')
    report['Auto-Submitted'] = 'auto-replied'
    report.attach(MIMEText('Your message could not be delivered.\n'))
    status = email.message.Message()
    status.set_type('message/delivery-status')
    of_server, of_recipient = email.message.Message(), email.message.Message()
    of_server['Reporting-MTA'] = 'dns; mx.example.com'
    of_recipient['Final-Recipient'] = f'rfc822; {to}'
    of_recipient['Action'] = 'failed'
    of_recipient['Status'] = '5.1.1'
    of_recipient['Diagnostic-Code'] = 'smtp; 550 5.1.1 User unknown in virtual mailbox table'
    status.set_payload([of_server, of_recipient])
    report.attach(status)
    report.attach(MIMEMessage(email.message_from_bytes(raw)))
    return report.as_bytes(policy=email.policy.SMTP)


def reader(mailbox):
    class Reader(BaseHTTPRequestHandler):
        def do_GET(self):
            place = urlsplit(self.path)
            mails = mailbox.all()
            if place.path == '/mails':
                to = parse_qs(place.query).get('to', [None])[0]
                return self._answer('application/json', json.dumps([mail for mail in mails if to in (None, mail['to'])]))
            if place.path.endswith('.eml'):
                raw = mailbox.raw(place.path.rpartition('/')[2].removesuffix('.eml'))
                return self._answer('message/rfc822', raw) if raw else self.send_error(404)
            if place.path.startswith('/mails/'):
                shown = next((mail for mail in mails if str(mail['number']) == place.path.rpartition('/')[2]), None)
                return self._answer('text/html', shown['html'] or f'<pre>{html.escape(shown["text"])}</pre>') if shown else self.send_error(404)
            self._answer('text/html', listing(mails))

        def _answer(self, kind, text):
            body = text.encode()
            self.send_response(200)
            self.send_header('Content-Type', f'{kind}; charset=utf-8')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Reader


def listing(mails):
    def row(mail):
        at = time.strftime('%H:%M:%S', time.gmtime(mail['at']))
        return f'<tr><td>{at}<td>{html.escape(mail["to"])}<td><a href="/mails/{mail["number"]}">{html.escape(mail["subject"])}</a>'

    rows = ''.join(row(mail) for mail in reversed(mails)) or '<tr><td colspan="3">No mail came yet.'
    return f'<!doctype html><title>Mailbox</title><meta name="viewport" content="width=device-width"><body style="font:15px/1.5 system-ui;margin:2rem"><h1>Mailbox</h1><table cellpadding="6">{rows}</table>'


def tls_context(folder):
    """A certificate for 127.0.0.1 and localhost, and the authority that signed it: `ca.pem`, for who sends here."""
    folder = Path(folder)
    if not (folder / 'server.pem').exists():
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / 'ca.pem')
        authority.issue_cert('127.0.0.1', 'localhost').private_key_and_cert_chain_pem.write_to_path(folder / 'server.pem')
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / 'server.pem')
    return context


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--dir', required=True, help='certificate and mailbox')
    parser.add_argument('--smtp-port', type=int, required=True)
    parser.add_argument('--http-port', type=int, required=True)
    parser.add_argument('--user', required=True)
    parser.add_argument('--password-file', required=True)
    parser.add_argument('--dkim-record', help='a file with the TXT record of the signing domain')
    parser.add_argument('--report-url', help='where delivery status reports go')
    parser.add_argument('--report-token-file', help='what it shows there')
    parser.add_argument('--slow-seconds', type=float, default=3)
    options = parser.parse_args()
    password = Path(options.password_file).read_text().strip()
    mailbox = Mailbox(Path(options.dir) / 'mailbox')

    def authenticate(server, session, envelope, mechanism, given):
        right = (given.login, given.password) == (options.user.encode(), password.encode())
        return AuthResult(success=right, handled=False, auth_data=given if right else None)

    smtp = Controller(
        Receiver(mailbox, options), hostname='127.0.0.1', port=options.smtp_port, tls_context=tls_context(options.dir),
        require_starttls=True, auth_required=True, authenticator=authenticate, enable_SMTPUTF8=True,
    )
    smtp.start()
    print(f'mail server ready: SMTP {options.smtp_port}, mailbox http://127.0.0.1:{options.http_port}/', flush=True)
    ThreadingHTTPServer(('127.0.0.1', options.http_port), reader(mailbox)).serve_forever()


if __name__ == '__main__':
    main()
