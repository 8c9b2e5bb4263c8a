"""The server as a process: it says where it is, answers, and ends with 0 when it is told to."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys


def test_a_served_process_answers_and_ends_in_good_order(tmp_path):
    """From start to SIGTERM, on an empty store: the address is printed, a question is answered, the exit code is 0."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "RALLY_DATA_DIR": str(tmp_path),
        "RALLY_MODEL": "extractive",
    }
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)", process.stderr.readline()).group(1))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            connection.request("POST", "/api/chat", json.dumps({"question": "How did Baidu close yesterday?"}), headers)
            answered = connection.getresponse()
            body = json.loads(answered.read())
            connection.close()
            process.send_signal(signal.SIGTERM)
            logged = process.stderr.read()
            assert 0 == process.wait(20)
        finally:
            process.kill()
    assert 200 == answered.status
    assert body["abstained"] is True
    assert "POST '/api/chat' 200" in logged
    assert "Baidu" not in logged
    assert "Traceback" not in logged
