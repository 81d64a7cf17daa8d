# frozen_string_literal: true

# Doorkeeper as an authorization server for tests, in one file: the gem's own
# authorization pages, one person, one application, a database in memory.
#
#   PEER_ROTATION=lenient  an old refresh token lives until the new access token is used
#   PEER_ROTATION=strict   it dies when it is exchanged
#
# Prints its address on one line and serves until its standard input closes.

require "active_support/all"
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "sprockets/railtie"
require "puma"
require "puma/server"
require "doorkeeper"
require "fileutils"
require "tmpdir"

ROOT = Dir.mktmpdir("doorkeeper")
at_exit { FileUtils.remove_entry(ROOT) }
FileUtils.mkdir_p(File.join(ROOT, "app/assets/config"))
File.write(File.join(ROOT, "app/assets/config/manifest.js"), "")
ENV["RAILS_ENV"] = "production"
ENV["DATABASE_URL"] = "sqlite3:#{File.join(ROOT, "peer.sqlite3")}"

class Peer < Rails::Application
  config.root = ROOT
  config.load_defaults 6.1
  config.eager_load = false
  config.secret_key_base = SecureRandom.hex(32)
  config.hosts.clear
  config.logger = Logger.new(IO::NULL)
  config.assets.compile = true
  config.assets.debug = false
end

Doorkeeper.configure do
  orm :active_record
  resource_owner_authenticator { Person.first }
  grant_flows %w[authorization_code]
  use_refresh_token
  default_scopes :public
  optional_scopes "companies:read"
  access_token_expires_in 7200
  authorization_code_expires_in 600
  force_ssl_in_redirect_uri false
end

Peer.initialize!

class Person < ActiveRecord::Base; end

ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table(:people) { |t| t.string :name }
  create_table :oauth_applications do |t|
    t.string :name, null: false
    t.string :uid, null: false, index: { unique: true }
    t.string :secret, null: false
    t.text :redirect_uri, null: false
    t.string :scopes, null: false, default: ""
    t.boolean :confidential, null: false, default: true
    t.timestamps null: false
  end
  create_table :oauth_access_grants do |t|
    t.bigint :resource_owner_id, null: false
    t.references :application, null: false
    t.string :token, null: false, index: { unique: true }
    t.integer :expires_in, null: false
    t.text :redirect_uri, null: false
    t.datetime :created_at, null: false
    t.datetime :revoked_at
    t.string :scopes, null: false, default: ""
    t.string :code_challenge
    t.string :code_challenge_method
  end
  create_table :oauth_access_tokens do |t|
    t.bigint :resource_owner_id, index: true
    t.references :application
    t.string :token, null: false, index: { unique: true }
    t.string :refresh_token, index: { unique: true }
    t.integer :expires_in
    t.datetime :revoked_at
    t.datetime :created_at, null: false
    t.string :scopes
    # Doorkeeper is lenient when it has this column, and strict without it.
    t.string :previous_refresh_token, null: false, default: "" if ENV["PEER_ROTATION"] != "strict"
  end
end

Rails.application.routes.draw { use_doorkeeper { skip_controllers :applications, :authorized_applications } }

Person.create!(name: "Dana Whitfield")
Doorkeeper::Application.create!(
  name: "Crosswalk", uid: "client0", secret: ENV.fetch("PEER_SECRET"),
  redirect_uri: "http://127.0.0.1/callback", scopes: "public companies:read",
)

server = Puma::Server.new(Rails.application, Puma::Events.new(StringIO.new, $stderr))
port = server.add_tcp_listener("127.0.0.1", 0).addr[1]
server.run
# A name, where the redirect has a number: two sites to the browser, as in life.
$stdout.puts "http://localhost:#{port}"
$stdout.flush
$stdin.read
exit
