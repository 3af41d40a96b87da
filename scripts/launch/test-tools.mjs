// The programs the tests need beside npm packages: a Chromium, and rclone as a judge of the local Dropbox.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const onPath = (name) => {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return found.status === 0 ? found.stdout.trim() : undefined
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given && existsSync(given)) return given
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(onPath).find(Boolean)
}

/** Installs Debian packages as root, or through sudo when it asks no password. Returns whether it worked. */
function install(packages) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (!onPath('apt-get') || (prefix.length && !onPath('sudo'))) return false
  const apt = (...args) => {
    const [program, ...rest] = [...prefix, 'apt-get', ...args]
    return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  }
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}

/** Finds or installs what the tests need. `chromium` is its path, or undefined when there is none to be had. */
export function ensureTools(say) {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(onPath('rclone') ? [] : ['rclone'])]
  if (missing.length) {
    say(`· installing ${missing.join(' and ')}`)
    if (!install(missing)) say(`· ${missing.join(' and ')} could not be installed: set CHROMIUM_PATH to a Chromium of yours, or run once as root`)
  }
  return { chromium: findChromium() }
}
