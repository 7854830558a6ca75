"""Compose file, Dockerfiles and manifests, checked without a container engine: none runs where these tests run."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from infra.local.environment import ROOT, service_names
from shared.runtime.settings import Settings

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILES = sorted((ROOT / "infra/docker").glob("*.Dockerfile"))
MANIFESTS = sorted((ROOT / "infra/k8s").glob("*.yaml"))
KUBERNETES = ("1.30", "1.34")
GRACE_SECONDS = 30


def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())


def kustomization() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "infra/k8s/kustomization.yaml").read_text())


def objects(file: Path) -> list[dict[str, Any]]:
    return [thing for thing in yaml.safe_load_all(file.read_text()) if thing]


def objects_of(name: str) -> dict[str, dict[str, Any]]:
    return {thing["kind"]: thing for thing in objects(ROOT / f"infra/k8s/{name}.yaml")}


def program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is not beside {sys.executable}"
    return found


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_compose_file_follows_the_specification() -> None:
    done = run(program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE))
    assert done.returncode == 0, done.stdout + done.stderr


def test_misspelt_compose_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("image: mongo", "imagee: mongo"))
    assert run(program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(wrong)).returncode != 0


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.name)
def test_dockerfile_has_no_findings_and_does_not_run_as_root(file: Path) -> None:
    done = run(program("hadolint"), str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nUSER 10001\n" in file.read_text()


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.name)
def test_dockerfile_copies_what_is_there_and_not_ignored(file: Path) -> None:
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for line in file.read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.replace("${SERVICE}", "tickets").split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert any(source == path or source.startswith(path + "/") for path in let_in), source


@pytest.mark.parametrize("name", service_names())
def test_service_has_a_compose_block_that_scales_and_stops_gently(name: str) -> None:
    block = compose()["services"][name]
    assert block["build"]["args"] == {"SERVICE": name}
    assert (ROOT / block["build"]["dockerfile"]).exists()
    assert "ports" not in block, "a fixed port of the host stands in the way of a second replica"
    assert "container_name" not in block
    assert int(block["stop_grace_period"].removesuffix("s")) >= GRACE_SECONDS
    assert "healthcheck" in block
    assert {"topology", "replica-set"} <= block["depends_on"].keys()


def test_compose_dependencies_exist_and_have_what_they_wait_for() -> None:
    services = compose()["services"]
    for name, block in services.items():
        for other, how in block.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}"
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other]


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize(
    "file", [file for file in MANIFESTS if file.name != "kustomization.yaml"], ids=lambda f: f.name
)
def test_manifest_is_valid(file: Path, version: str) -> None:
    for thing in objects(file):
        kubernetes_validate.validate(thing, version, strict=True)


def test_misspelt_manifest_is_refused() -> None:
    wrong = objects_of("tickets")["Deployment"]
    wrong["spec"]["template"]["spec"]["containers"][0]["imagee"] = "linli/tickets"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES[-1], strict=True)


@pytest.mark.parametrize("name", [*service_names(), "gateway"])
def test_service_has_manifests_that_scale_probe_and_stop_gently(name: str) -> None:
    found = objects_of(name)
    pod = found["Deployment"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert container["image"] == f"linli/{name}"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert pod["terminationGracePeriodSeconds"] >= GRACE_SECONDS
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert found["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == name
    assert found["HorizontalPodAutoscaler"]["spec"]["maxReplicas"] > 1
    assert found["PodDisruptionBudget"]["spec"]["selector"] == found["Deployment"]["spec"]["selector"]


def test_kustomization_lists_every_manifest_and_pins_every_image() -> None:
    listed = kustomization()
    assert set(listed["resources"]) == {file.name for file in MANIFESTS} - {"kustomization.yaml"}
    assert {image["name"] for image in listed["images"]} == {f"linli/{name}" for name in [*service_names(), "gateway"]}


def test_settings_given_to_containers_are_known() -> None:
    known = {f"LINLI_{name.upper()}" for name in Settings.model_fields}
    given = set(compose()["x-environment"]) | set(objects_of("settings")["ConfigMap"]["data"])
    assert given <= known
